import type { Mention, MentionState } from './types.ts'

/** Of the home page no mention is shown; the owner reads it. */
export const homePath = '/'

const sentences: Record<MentionState, string> = {
  queued: 'The page that you sent will be read within a few minutes.',
  pending: 'The page that you sent links here. It is shown once the owner has accepted it.',
  accepted: 'The page that you sent is shown.',
  rejected: 'The page that you sent is not shown.',
  invalid: 'The page that you sent could not be taken.',
  removed: 'The page that you sent no longer links here, so it is not shown any more.',
}

/** What has become of a webmention, as its sender may know it. */
export function describeStatus({ state, target }: Pick<Mention, 'state' | 'target'>): string {
  const isOfHome = target === homePath && (state === 'pending' || state === 'accepted')
  return isOfHome
    ? 'The page that you sent links here. The home page shows no mentions, but the owner can read it.'
    : sentences[state]
}

/** The status as JSON. The names are those that senders know from other receivers. */
export function serializeStatus(mention: Mention): Record<string, string | null> {
  const { state, source, targetUrl, reason, receivedAt, verifiedAt } = mention
  return {
    status: state,
    summary: describeStatus(mention),
    reason,
    source,
    target: targetUrl,
    received_at: receivedAt.toISOString(),
    read_at: verifiedAt?.toISOString() ?? null,
  }
}
