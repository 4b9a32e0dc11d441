import { getEnv } from './env.ts'

/** Why this site can't send webmentions, and what to do; `null`: it can. */
export async function findSendingProblem(): Promise<string | null> {
  const { findPrivateReason } = await import('#lib/web-mentions/send/find-private-reason.ts')
  const { siteUrl, homeHosts } = getEnv()
  return findPrivateReason(siteUrl, homeHosts)
}
