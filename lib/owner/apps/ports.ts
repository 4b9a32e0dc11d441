import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { App, AppTokens, NewApp } from './types.ts'

/** What a store implements for apps, as in `../ports.ts`. */
export interface AppStore {
  insertApp(app: NewApp, entry: NewLogEntry): Promise<void>
  /** By one of its secrets; `null` where there is none, or the app has ended. Whether a code or an access token has expired is not checked. */
  findApp(
    by: 'code' | 'access' | 'refresh' | 'family',
    hash: string,
    now: Date,
  ): Promise<App | null>
  /** Uses up the code. Of any number of callers one succeeds. @returns whether it was this one */
  redeemCode(id: number, at: Date, tokens: AppTokens): Promise<boolean>
  /** Replaces both tokens. @returns `false` where the refresh token was replaced already */
  renewTokens(id: number, refreshHash: string, tokens: AppTokens): Promise<boolean>
  noteAppUse(id: number, at: Date): Promise<void>
  /** Those with tokens, the newest first. */
  listApps(now: Date): Promise<App[]>
  /** @returns `false`, with no entry of the log, where there is no such app */
  removeApp(id: number, entry: NewLogEntry): Promise<boolean>
}
