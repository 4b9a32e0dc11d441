/* The wire types of webmentions for the owner, at /admin/api/mentions. */

/** What the owner may list. */
export const mentionFilters = [
  ['pending', 'Waiting'],
  ['accepted', 'Shown'],
  ['rejected', 'Rejected'],
] as const

export type MentionFilter = (typeof mentionFilters)[number][0]

export interface ApiMention {
  id: number
  state: MentionFilter
  kind: 'like' | 'repost' | 'reply' | 'bookmark' | 'rsvp' | 'mention'
  source: string
  /** What a block of its site would name. */
  source_host: string
  /** The path of our page. */
  target: string
  author_name: string | null
  author_url: string | null
  text: string | null
  received_at: string
}

export interface ApiMentions {
  at: string
  /** Newest first, a page of them. */
  mentions: ApiMention[]
  /** Where older ones begin, as `before`; `null` where there are none. */
  next_before: number | null
  /** How many wait in all, counted to 1,000. */
  waiting: number
  /** Domains and authors' addresses. */
  blocks: string[]
  accepts_known: boolean
}

export const mentionKindWords = {
  like: 'Like',
  repost: 'Repost',
  reply: 'Reply',
  bookmark: 'Bookmark',
  rsvp: 'Answer to an invitation',
  mention: 'Mention',
} as const satisfies Record<ApiMention['kind'], string>

/** @param before as in `ApiMentions.next_before`; `null`: the newest */
export function mentionsPath(filter: MentionFilter, before: number | null = null): string {
  const query = new URLSearchParams({
    ...(filter !== 'pending' && { state: filter }),
    ...(before !== null && { before: String(before) }),
  })
  return query.size === 0 ? '/admin/mentions' : `/admin/mentions?${query}`
}
