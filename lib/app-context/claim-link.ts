import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Owner } from '#lib/owner/owner.ts'
import { getEnv } from './env.ts'
import { getLog } from './log.ts'

/** Has the link that claims the site, for whoever may read `DATA_DIR`. */
const getFile = () => join(getEnv().dataDir, 'claim-link')

/**
 * Says at the start what the owner has to do: prints the link that claims the site, as one line of the log at any log level, or warns
 * of passkeys that don't work at the site's present address.
 */
export async function announceOwner(
  owner: Pick<Owner, 'createClaimLink' | 'getSignInChoices'>,
): Promise<void> {
  const { isClaimed, formerHosts } = await owner.getSignInChoices()
  const secret = isClaimed ? null : await owner.createClaimLink()
  await forgetClaimLink()
  if (secret !== null) {
    const link = `${getEnv().siteUrl}/admin/claim#${secret}`
    const msg =
      'This site has no owner yet. Open the link to claim it. A later start prints another.'
    const line = { level: 'warn', time: new Date().toISOString(), msg, link }
    process.stdout.write(`${JSON.stringify(line)}\n`)
    // For people: a terminal doesn't collect JSON.
    if (process.stdout.isTTY) process.stdout.write(`\n  Make it yours        ${link}\n\n`)
    await writeFile(getFile(), `${link}\n`, { mode: 0o600, flag: 'wx' }).catch((err: unknown) =>
      getLog().warn({ err }, 'storing the claim link failed, it is in the log only'),
    )
  }
  if (formerHosts.length > 0)
    getLog().warn(
      { formerHosts, siteUrl: getEnv().siteUrl },
      'SITE_URL has another host name than before, and passkeys work only at theirs. To sign in, run: npm run admin -- link',
    )
}

export async function forgetClaimLink(): Promise<void> {
  await rm(getFile(), { force: true })
}

/** Deletes what has expired, and the link's file where another replica was claimed. */
export async function sweepOwner(owner: Pick<Owner, 'sweep' | 'isClaimed'>): Promise<void> {
  await owner.sweep()
  if (await owner.isClaimed()) await forgetClaimLink()
}
