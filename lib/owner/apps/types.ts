/** How long an app may act: until the owner removes it, for thirty days, or as long as it renews its access every hour. */
export type AppLifetime = 'unlimited' | 'month' | 'renewed'

/** What the owner has allowed an app, by IndieAuth. Its code and its tokens are known by their hashes only. */
export interface App {
  id: number
  /** An address, which identifies the app. */
  clientId: string
  clientName: string
  redirectUri: string
  scopes: readonly string[]
  /** The S256 challenge (RFC 7636), base64url. */
  codeChallenge: string
  lifetime: AppLifetime
  createdAt: Date
  codeExpiresAt: Date
  /** `null`: its code is still unused. */
  redeemedAt: Date | null
  lastUsedAt: Date | null
  /** Of its access token; `null`: never. */
  accessExpiresAt: Date | null
  /** When nothing of it works any more; `null`: never. */
  endsAt: Date | null
}

export interface NewApp
  extends Omit<App, 'id' | 'redeemedAt' | 'lastUsedAt' | 'accessExpiresAt' | 'endsAt'> {
  codeHash: string
  /** Of the unused code. */
  endsAt: Date
}

/** What an app gets for its code, or for its refresh token. Without hashes it was only told who the owner is. */
export interface AppTokens {
  accessHash: string | null
  refreshHash: string | null
  /** Of the beginning of its refresh tokens, the same in all of them. */
  familyHash: string | null
  accessExpiresAt: Date | null
  endsAt: Date | null
}
