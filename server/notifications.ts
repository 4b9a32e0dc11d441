import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Context } from '#lib/app-context/context.ts'
import { listContentFaults } from '#lib/core/content-health.ts'
import { formatIssue } from '#lib/core/content-issue.ts'
import type { Notifier } from '#lib/notifications/notifier.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'

/** Between two looks whether there are channels or visitors now, and whether something is due. */
const idleMs = 20_000
const lookMs = 5_000
/** A report is committed some milliseconds before its event, and several come together. */
const afterEventMs = 250
/** A receiver may take longer, a shutdown shouldn't. */
const stopMs = 5_000

interface NotificationOptions {
  log: Logger
  siteUrl: string
  dataDir: string
}

/**
 * Sends notifications. While there are no channels, and no visitors who wait, it only looks for them, and loads nothing. Every replica does the same:
 * the outbox gives a message to one of them.
 * @returns stops it, after the tries that are under way
 */
export function startNotifications(
  context: Context,
  options: NotificationOptions,
): () => Promise<void> {
  const { notifications } = context.store
  const events = getPrinterEvents()
  const onError = createErrorLog(options.log)
  let notifier: Notifier | null = null
  let timer = setTimeout(look, idleMs).unref()
  let isLooking = false
  let isChanged = false

  async function look(): Promise<void> {
    isLooking = true
    isChanged = false
    await lookForChannels().then(() => onError(null), onError)
    isLooking = false
    const waitMs = notifier === null ? idleMs : lookMs
    timer = setTimeout(look, isChanged ? afterEventMs : waitMs).unref()
  }

  /** What another process has changed is noticed at the next look. */
  const lookSoon = () => {
    if (isChanged) return
    isChanged = true
    if (isLooking) return
    clearTimeout(timer)
    timer = setTimeout(look, afterEventMs).unref()
  }
  events.on('channels-changed', lookSoon)

  async function lookForChannels(): Promise<void> {
    const channels = await notifications.listChannels()
    if (channels.length === 0 && !(await notifications.hasSubscriptions())) {
      await notifier?.stop()
      notifier = null
      return
    }
    notifier ??= await loadNotifier(context, options, onError)
    notifier.look()
  }

  let waking: NodeJS.Timeout | undefined
  const wake = () => {
    if (notifier === null) return
    waking ??= setTimeout(() => {
      waking = undefined
      notifier?.look()
    }, afterEventMs).unref()
  }
  events.on('changed', wake)

  return async () => {
    events.off('changed', wake)
    events.off('channels-changed', lookSoon)
    clearTimeout(waking)
    clearTimeout(timer)
    // What is sent meanwhile is sent again after the next start, with the same id.
    await Promise.race([notifier?.stop(), sleep(stopMs, undefined, { ref: false })])
    clearTimeout(timer)
  }
}

async function loadNotifier(
  context: Context,
  { log, siteUrl, dataDir }: NotificationOptions,
  onError: (error: unknown) => void,
): Promise<Notifier> {
  const [{ createNotifier }, { createMessageSources, createPublicSources }, { getVapid }] =
    await Promise.all([
      import('#lib/notifications/notifier.ts'),
      import('#lib/app-context/message-sources.ts'),
      import('#lib/app-context/push-identity.ts'),
    ])
  const { store } = context
  const startedAt = performance.now()
  const now = () => new Date()
  return createNotifier({
    store: store.notifications,
    sources: createMessageSources(context, siteUrl),
    now,
    onTrouble: ({ id, name }, what) => log.error({ channel: id, name }, `notifications: ${what}`),
    onError,
    visitors: {
      store: store.notifications,
      sources: createPublicSources(context, siteUrl),
      getVapid: () => getVapid(store.notifications, siteUrl),
      now,
    },
    sweep: {
      outbox: store.notifications,
      listPrinters: store.printers.listPrinters,
      listCurrent: store.snapshots.listCurrent,
      listRefusals: context.listRefusals,
      listContentFaults: () => (listContentFaults() ?? []).map(formatIssue),
      readDisk: async () => {
        const stats = await statfs(dataDir).catch(() => null)
        return stats && { free: stats.bavail * stats.bsize, size: stats.blocks * stats.bsize }
      },
      now,
      getUpMs: () => performance.now() - startedAt,
    },
  })
}

/** Logs the first error of an outage; `null` ends it. */
function createErrorLog(log: Logger): (error: unknown) => void {
  let isDown = false
  return (err) => {
    if (err !== null && !isDown) log.error({ err }, 'sending notifications failed, it is repeated')
    isDown = err !== null
  }
}
