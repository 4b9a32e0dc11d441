import { DomainError } from '#lib/core/errors.ts'
import type { PushStore } from '#lib/notifications/push/ports.ts'
import { findPushSubject, type Vapid } from '#lib/notifications/push/vapid.ts'
import { getSite } from '#lib/site/site.ts'
import { getEnv } from './env.ts'

/** How push services can reach whoever runs this site; `null`: they can't, so they take no messages. */
export const getPushSubject = (siteUrl = getEnv().siteUrl) =>
  findPushSubject(siteUrl, getSite().profiles)

/** Why they can't, and what to do; `null`: they can. */
export const findPushProblem = (): string | null =>
  getPushSubject() === null
    ? `Push services take no messages from a site at ${getEnv().siteUrl}. Start it with its public https:// address as SITE_URL, or add a mailto: address to the profiles in site.yaml.`
    : null

/** @throws DomainError `push-unavailable` */
export function requirePushSubject(): void {
  const problem = findPushProblem()
  if (problem !== null) throw new DomainError('push-unavailable', problem)
}

/** Who sends. A site that has moved to an address that can't be reached goes on with it. */
export async function getVapid(
  store: Pick<PushStore, 'getPushKeys'>,
  siteUrl: string,
): Promise<Vapid> {
  return { ...(await store.getPushKeys()), subject: getPushSubject(siteUrl) ?? siteUrl }
}
