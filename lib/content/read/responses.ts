import { z } from 'zod'
import { urls } from './fields.ts'

/** Relations of a post to a page elsewhere: property names of microformats (`u-in-reply-to`) and wording for readers. */
const verbs = {
  'in-reply-to': 'In reply to',
  'like-of': 'Likes',
  'repost-of': 'Passes on',
  'bookmark-of': 'Worth keeping:',
} as const

type ResponseKind = keyof typeof verbs

export interface PostResponse {
  kind: ResponseKind
  /** For readers: "In reply to". */
  verb: string
  url: string
  /** The URL in short: `example.org/a`. */
  label: string
}

/** Both common spellings: `in-reply-to` of microformats and `inReplyTo` of programs that write front matter. */
export const responseFields = {
  'in-reply-to': urls,
  inReplyTo: urls,
  'like-of': urls,
  likeOf: urls,
  'repost-of': urls,
  repostOf: urls,
  'bookmark-of': urls,
  bookmarkOf: urls,
} as const

const schema = z.object(responseFields)

/** The URLs that a post responds to, one entry each, in the order of the verbs. */
export function listResponses(front: z.output<typeof schema>): PostResponse[] {
  const given: [ResponseKind, string[]][] = [
    ['in-reply-to', [...front['in-reply-to'], ...front.inReplyTo]],
    ['like-of', [...front['like-of'], ...front.likeOf]],
    ['repost-of', [...front['repost-of'], ...front.repostOf]],
    ['bookmark-of', [...front['bookmark-of'], ...front.bookmarkOf]],
  ]
  return given.flatMap(([kind, values]) =>
    [...new Set(values)].map((url) => ({ kind, verb: verbs[kind], url, label: shortenUrl(url) })),
  )
}

/** `https://www.example.org/a/?x=1` becomes `example.org/a`. */
function shortenUrl(url: string): string {
  return url
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[?#].*/s, '')
    .replace(/\/$/, '')
}
