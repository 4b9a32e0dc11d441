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
  /** Newest first, at most 100. */
  mentions: ApiMention[]
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

export function mentionsPath(filter: MentionFilter): string {
  return filter === 'pending' ? '/admin/mentions' : `/admin/mentions?state=${filter}`
}
