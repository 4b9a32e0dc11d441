import { describeScope } from '#lib/api/admin-apps.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { Apps } from '#lib/owner/apps/apps.ts'
import { UsageError } from '../command.ts'

/**
 * `admin apps`: lists the apps that act for the owner, or removes the access of one, as the admin area does.
 * @returns what to print
 * @throws UsageError for arguments that don't fit
 */
export async function runApps(
  apps: Pick<Apps, 'list' | 'remove'>,
  args: readonly string[],
): Promise<string> {
  const [command = 'list', id = '', ...rest] = args
  if (command === 'remove' && /^[1-9]\d{0,8}$/.test(id) && rest.length === 0) {
    const removed = await apps.remove({ sessionId: null }, Number(id)).catch((error: unknown) => {
      if (!(error instanceof DomainError && error.code === 'not-found')) throw error
      throw new UsageError(`There is no app ${id}. List them: npm run admin -- apps`)
    })
    return `${removed.clientName} has no access any more.`
  }
  if (command !== 'list' || id !== '')
    throw new UsageError(`Unknown command "apps ${args.join(' ')}".`, { showsUsage: true })
  const lines = (await apps.list()).map(
    ({ id, clientName, clientId, scopes, createdAt, lastUsedAt }) =>
      [
        `${id}  ${clientName} (${clientId})`,
        `may ${scopes.map(describeScope).join(', ')}`,
        `allowed ${createdAt.toISOString()}`,
        lastUsedAt === null ? 'not used yet' : `last used ${lastUsedAt.toISOString()}`,
      ].join('\n   '),
  )
  return lines.join('\n') || 'No app has access.'
}
