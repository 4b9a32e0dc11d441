/** What the owner has changed, for the append-only log. */
export interface NewLogEntry {
  at: Date
  /** Such as `passkey-added`; `lib/api/admin.ts` has the sentences. */
  action: string
  details: Readonly<Record<string, string>>
  /** `null`: the command line. The session may have ended since. */
  sessionId: number | null
}
