/* The wire types of apps that act for the owner, and their sentences. */

export interface ApiApp {
  id: number
  /** An address, which identifies it. */
  client_id: string
  name: string
  scopes: readonly string[]
  created_at: string
  last_used_at: string | null
  /** `null`: never. */
  ends_at: string | null
  /** It ends unless the app renews it. */
  is_renewed: boolean
}

/** What each scope lets an app do, as the owner reads it, in the order in which they are shown. */
export const scopeWords = {
  profile: 'know your name and picture',
  create: 'publish posts',
  draft: 'write drafts',
  update: 'change posts',
  delete: 'delete posts, and bring them back',
  media: 'upload pictures',
} as const

export type Scope = keyof typeof scopeWords

export function describeScope(scope: string): string {
  return (Object.hasOwn(scopeWords, scope) && scopeWords[scope as Scope]) || scope
}

/** How long an app may act, as the owner chooses it. */
export const lifetimes = [
  ['unlimited', 'Until you remove it'],
  ['month', 'For 30 days'],
  ['renewed', 'As long as it renews its access every hour'],
] as const

/** A sentence about an entry of the log; `null` where it isn't about apps. */
export function describeAppChange(
  action: string,
  { name = '', scopes = '', path = '' }: Readonly<Record<string, string>>,
): string | null {
  const may = scopes.split(' ').filter(Boolean).map(describeScope).join(', ')
  const sentences: Record<string, string> = {
    'app-allowed': `The app “${name}” was allowed to ${may}.`,
    'app-signed-in': `Signed in at “${name}” with this site’s address.`,
    'app-removed': `The access of the app “${name}” was removed.`,
    'app-signed-out': `The app “${name}” gave its access back.`,
    'app-removed-by-reuse': `A code or a token of the app “${name}” was used twice, so its access was removed.`,
  }
  const posts: Record<string, string> = {
    'post-created': `The post ${path} was published.`,
    'draft-created': `The draft ${path} was written.`,
    'post-changed': `The post ${path} was changed.`,
    'post-deleted': `The post ${path} was deleted.`,
    'post-restored': `The post ${path} was brought back.`,
  }
  return sentences[action] ?? posts[action] ?? null
}
