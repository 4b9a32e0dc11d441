import type { Logger } from 'pino'
import type { SecretsStore } from '#lib/notifications/ports.ts'

/** Encrypts what is readable of the channels' secrets, and logs what the owner has to do. */
export async function reportSecrets(store: SecretsStore, log: Logger): Promise<void> {
  const { unreadable, isPushKeyUnreadable, problem, isPlain } = await store.sealSecrets()
  if (isPlain)
    log.warn(
      'The secrets of channels are readable in the database. To encrypt them, set SECRETS_KEY to what "openssl rand -base64 32" prints, the same for all replicas',
    )
  if (unreadable.length === 0 && !isPushKeyUnreadable) return
  log.error(
    { channels: unreadable, hasPushKey: !isPushKeyUnreadable },
    problem ??
      'Secrets were encrypted with another key. Start the site with the former one (SECRETS_KEY, or secrets.key in DATA_DIR), or enter them again at /admin/notifications',
  )
}
