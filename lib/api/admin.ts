import { describeAppChange } from './admin-apps.ts'
import { describePrinterChange } from './admin-log.ts'
import type { Formats } from './formats.ts'

/* The wire types of the owner's admin area, below /admin/api/, and its sentences. */

const adminPath = '/admin'

/** Whether an address below the site's is the owner's: never cached, never indexed, its cookie is sent nowhere else. */
export function isAdminPath(path: string): boolean {
  return path === adminPath || path.startsWith(`${adminPath}/`)
}

/** What a visitor without a session may know. */
export interface SignInChoices {
  isClaimed: boolean
  /** Whether any passkey works at the site's present address. */
  hasPasskeys: boolean
  /** Host names for which there are passkeys, and which are not the site's any more. */
  formerHosts: string[]
}

export interface ApiPasskey {
  id: number
  name: string
  host: string
  /** Its host is the site's. */
  works_here: boolean
  created_at: string
  last_used_at: string | null
}

export interface ApiSession {
  id: number
  is_current: boolean
  /** How it began. */
  method: 'claim' | 'link' | 'passkey'
  /** The name of the passkey that it belongs to now; `null`: none. */
  passkey: string | null
  user_agent: string | null
  created_at: string
  last_seen_at: string
  expires_at: string
}

export interface ApiLogEntry {
  id: number
  at: string
  action: string
  details: Readonly<Record<string, string>>
  /** `null`: the command line. */
  session_id: number | null
}

export interface ApiLogPage {
  entries: ApiLogEntry[]
  /** For `?before=`; `null` at the end. */
  next: number | null
}

export interface ApiSecurity {
  passkeys: ApiPasskey[]
  sessions: ApiSession[]
  log: ApiLogPage
}

/** A sentence about an entry of the log. */
export function describeLogEntry({ action, details }: ApiLogEntry, formats: Formats): string {
  const { name = '', with: means = '' } = details
  const sentences: Record<string, string> = {
    claimed: 'The site was claimed.',
    'link-created': 'A link to sign in was printed on the server.',
    'signed-in': means === 'link' ? 'Signed in with a link.' : `Signed in with “${means}”.`,
    'signed-out': 'Signed out.',
    'signed-out-everywhere': 'Signed out everywhere.',
    'session-ended': 'Another session was signed out.',
    'passkey-added': `The passkey “${name}” was added.`,
    'passkey-renamed': `A passkey was renamed to “${name}”.`,
    'passkey-removed': `The passkey “${name}” was removed.`,
    'settings-changed': `The settings were changed: ${details.settings}.`,
  }
  return (
    sentences[action] ??
    describeAppChange(action, details) ??
    describePrinterChange(action, details, formats) ??
    action
  )
}

/** Who has made an entry of the log. */
export function describeActor({ session_id: session, details }: ApiLogEntry): string {
  if (session !== null) return `Session ${session}`
  return details.app === undefined ? 'Command line' : `App “${details.app}”`
}

const browsers = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
] as const
const systems = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
] as const

/** "Firefox on Linux", of a User-Agent header. Browsers say little that is true there: it only helps to tell one's own apart. */
export function describeBrowser(userAgent: string | null): string {
  const find = (names: readonly (readonly [string, RegExp])[]) =>
    names.find(([, pattern]) => pattern.test(userAgent ?? ''))?.[0]
  const [browser, system] = [find(browsers), find(systems)]
  if (browser === undefined)
    return system === undefined ? 'Another browser' : `A browser on ${system}`
  return system === undefined ? browser : `${browser} on ${system}`
}
