import { z } from 'zod'
import { urls } from './fields.ts'

/** What a post does to somebody else's page, in the words of microformats (`u-in-reply-to`) and in people's. */
const verbs = {
  'in-reply-to': 'In reply to',
  'like-of': 'Likes',
  'repost-of': 'Passes on',
  'bookmark-of': 'Worth keeping:',
} as const

export type ResponseKind = keyof typeof verbs

export interface PostResponse {
  kind: ResponseKind
  /** For people: "In reply to". */
  verb: string
  url: string
  /** The address as people say it: `example.org/a`. */
  label: string
}

/** Both spellings that are about: `in-reply-to` of microformats and `inReplyTo` of programs that write files. */
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

/** The addresses that a post answers, one entry each, in the order of the verbs. */
export function listResponses(front: z.output<typeof schema>): PostResponse[] {
  const given: [ResponseKind, string[]][] = [
    ['in-reply-to', [...front['in-reply-to'], ...front.inReplyTo]],
    ['like-of', [...front['like-of'], ...front.likeOf]],
    ['repost-of', [...front['repost-of'], ...front.repostOf]],
    ['bookmark-of', [...front['bookmark-of'], ...front.bookmarkOf]],
  ]
  return given.flatMap(([kind, addresses]) =>
    [...new Set(addresses)].map((url) => ({ kind, verb: verbs[kind], url, label: nameUrl(url) })),
  )
}

/** `https://www.example.org/a/` as people would say it. */
export function nameUrl(url: string): string {
  return url.replace(/^https?:\/\/(?:www\.)?|\/?(?:[?#].*)?$/g, '')
}
