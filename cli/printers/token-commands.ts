import { maxTokenDays } from '#lib/api/admin-printers.ts'
import { parseDecimal } from '#lib/api/parse-decimal.ts'
import { formatDay, formatMoment } from '#lib/api/times.ts'
import type { Context } from '#lib/app-context/context.ts'
import { isExpired } from '#lib/printers/manage/is-expired.ts'
import type { Author, Issued, NewToken } from '#lib/printers/manage/manage-printers.ts'
import type { Credential } from '#lib/printers/types.ts'
import { getSite } from '#lib/site/site.ts'
import { UsageError } from '../command.ts'
import { parseName, type Values } from './values.ts'

/** A command about the tokens of one printer. */
export type TokenCommand = { kind: 'tokens'; id: number } & (
  | { action: 'list' }
  | { action: 'add'; token: NewToken }
  | { action: 'replace' | 'delete'; token: number }
)

/** @param given the words after the printer's number @throws UsageError */
export function parseTokenCommand(
  id: number,
  [action, subject]: readonly (string | undefined)[],
  values: Values,
): TokenCommand {
  const command = { kind: 'tokens', id } as const
  switch (action) {
    case undefined:
      return { ...command, action: 'list' }
    case 'add':
      return { ...command, action, token: parseToken(subject, values) }
    case 'replace':
    case 'delete':
      return { ...command, action, token: parseNumber(subject) }
    default:
      throw new UsageError('Say what to do with the tokens: add NAME, replace TOKEN, delete TOKEN.')
  }
}

const dayMs = 24 * 60 * 60 * 1000

function parseToken(name: string | undefined, { days, 'read-private': reads }: Values): NewToken {
  const lifetime = days === undefined ? null : (parseDecimal(days) ?? 0)
  if (
    lifetime !== null &&
    !(Number.isInteger(lifetime) && lifetime > 0 && lifetime <= maxTokenDays)
  )
    throw new UsageError(`--days must be a whole number from 1 to ${maxTokenDays}.`)
  return {
    name: parseName(name),
    scope: reads === true ? 'read-private' : 'report',
    expiresAt: lifetime === null ? null : new Date(Date.now() + lifetime * dayMs),
  }
}

function parseNumber(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError('Give the number of the token: npm run printers -- tokens 1')
}

/** @returns its output @throws DomainError `printer-not-found`, `not-found`, `storage-unavailable` */
export async function runTokenCommand(
  management: Context['management'],
  by: Author,
  command: TokenCommand,
): Promise<string> {
  const { id } = command
  switch (command.action) {
    case 'list': {
      const credentials = await management.listCredentials(id)
      if (credentials.length === 0) return 'It has no tokens.'
      return credentials.map(formatCredential).join('\n')
    }
    case 'add':
      return formatSecret(await management.addToken(by, id, command.token))
    case 'replace': {
      const issued = await management.rotateToken(by, id, command.token)
      return `${formatSecret(issued)}\nThe old one works for another day.`
    }
    case 'delete':
      await management.removeToken(by, id, command.token)
      return `Token ${command.token} was deleted.`
  }
}

/** The output is the only place with the secret: the store has only its hash. */
export function formatSecret({ credential, secret }: Issued): string {
  if (credential.scope === 'read-private')
    return `${secret}\n(shown once; send it as "Authorization: Bearer" to /api/3dprinter/${credential.printerId}/private)`
  return credential.username === null
    ? `SNAPPER_TOKEN=${secret}\n(shown once; the snapper sends it as "Authorization: Bearer")`
    : `SNAPPER_USER=${credential.username}\nSNAPPER_PASSWORD=${secret}\n(shown once)`
}

function formatCredential(credential: Credential): string {
  const { id, name, username, scope, expiresAt, lastUsedAt, lastUsedBy, replacedAt } = credential
  const day = (time: Date) => formatDay(time, getSite())
  return [
    String(id).padStart(5),
    scope.padEnd(12),
    name ?? username ?? '-',
    expiresAt === null
      ? 'no end'
      : `${isExpired(credential) ? 'expired' : 'until'} ${day(expiresAt)}`,
    lastUsedAt === null
      ? 'not used yet'
      : `last used ${formatMoment(lastUsedAt, getSite())}${lastUsedBy === null ? '' : ` by ${lastUsedBy}`}`,
    ...(replacedAt === null ? [] : ['replaced']),
  ].join('  ')
}
