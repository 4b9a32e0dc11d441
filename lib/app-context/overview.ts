import { statfs } from 'node:fs/promises'
import type { ApiChannelTrouble } from '#lib/api/admin-notifications.ts'
import type { ApiOverview } from '#lib/api/admin-overview.ts'
import type { ApiManagedPrinters } from '#lib/api/admin-printers.ts'
import { listContentFaults } from '#lib/core/content-health.ts'
import type { NotificationStore } from '#lib/notifications/ports.ts'
import { findTrouble } from '#lib/notifications/serialize-channels.ts'
import { forecastSpanMs, forecastStorage } from '#lib/printers/overview/forecast.ts'
import type { OverviewStore } from '#lib/printers/overview/overview-store.ts'
import type { MentionStore } from '#lib/web-mentions/ports.ts'
import { readChanges } from './read-changes.ts'

interface OverviewParts {
  store: Pick<OverviewStore, 'listStorage' | 'getLastBackup'>
  notifications: Pick<NotificationStore, 'listChannels' | 'summarizeDeliveries'>
  mentions: Pick<MentionStore, 'countWaiting'>
  listManagedPrinters(): Promise<ApiManagedPrinters>
  /** The folder of the pictures; `null` where they are in a bucket. */
  blobsDir: string | null
  maxBytes: number
  now(): Date
}

/** What the owner sees at a glance. */
export function createOverview(parts: OverviewParts): () => Promise<ApiOverview> {
  const { store, notifications, mentions, listManagedPrinters, blobsDir, maxBytes } = parts
  let site: ReturnType<typeof readChanges> | null = null
  return async () => {
    const now = parts.now()
    site ??= readChanges()
    const [printers, samples, backup, freeBytes, about, channels, waitingMentions] =
      await Promise.all([
        listManagedPrinters(),
        store.listStorage(new Date(now.getTime() - forecastSpanMs)),
        store.getLastBackup(),
        blobsDir === null ? null : measureFree(blobsDir),
        site,
        listTroubles(notifications),
        mentions.countWaiting(1_000),
      ])
    return {
      ...printers,
      ...about,
      channels,
      waiting_mentions: waitingMentions,
      storage: forecastStorage(samples, { now, maxBytes, freeBytes, sentBytes: printers.bytes }),
      content: listContentFaults(),
      backup: backup && { ...backup, at: backup.at.toISOString() },
    }
  }
}

async function listTroubles(store: OverviewParts['notifications']): Promise<ApiChannelTrouble[]> {
  const channels = await store.listChannels()
  if (channels.length === 0) return []
  const summaries = await store.summarizeDeliveries()
  return channels
    .map((each) => findTrouble(each, summaries.get(each.id) ?? null))
    .filter((trouble) => trouble !== null)
}

/** What this user may still write. */
async function measureFree(folder: string): Promise<number | null> {
  const stats = await statfs(/* turbopackIgnore: true */ folder).catch(() => null)
  return stats && stats.bavail * stats.bsize
}
