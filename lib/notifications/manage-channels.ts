import { randomUUID } from 'node:crypto'
import { DomainError } from '#lib/core/errors.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { Answer } from './channels/channel-kind.ts'
import { hidePassword } from './channels/hide-password.ts'
import { channelKinds, findChannelKind } from './channels/list.ts'
import { createTestMessage, type MessageSources } from './create-message.ts'
import { listSecretsOf } from './outbox/judge-answer.ts'
import { isQuietHours } from './outbox/quiet-hours.ts'
import { sendMessage } from './outbox/worker.ts'
import {
  type Channel,
  type ChannelChanges,
  type ChannelStore,
  type DeliveryLogStore,
  offByOwner,
} from './ports.ts'
import { invalidField, validateValues } from './validate-values.ts'

/** Who makes a change: a session of the owner's, or `null`, the command line. */
export interface Author {
  sessionId: number | null
}

export interface ChannelInput extends Pick<Channel, 'kind' | 'name'> {
  /** Settings and secrets by their names, not yet validated. */
  values: Readonly<Record<string, unknown>>
  choices: ChannelChoices
}

/** What every kind of channel has. */
export type ChannelChoices = Partial<Pick<Channel, 'facts' | 'printers' | 'quietHours'>>

export type ChannelManagement = ReturnType<typeof createChannelManagement>

/** All that the owner does with channels. Each change is in the owner's log, without addresses and secrets. */
export function createChannelManagement({
  store,
  sources,
  now,
}: {
  store: ChannelStore & Pick<DeliveryLogStore, 'retry' | 'drop'>
  sources: Pick<MessageSources, 'siteUrl' | 'getSite'>
  now(): Date
}) {
  const entry = (by: Author, action: string, { kind, name }: Pick<Channel, 'kind' | 'name'>) =>
    ({ at: now(), action, details: { kind, name }, sessionId: by.sessionId }) satisfies NewLogEntry

  const entryOfMessage = (by: Author, action: string, id: number) =>
    ({
      at: now(),
      action,
      details: { message: String(id) },
      sessionId: by.sessionId,
    }) satisfies NewLogEntry

  async function requireChannel(id: number): Promise<Channel> {
    const found = (await store.listChannels()).find((each) => each.id === id)
    if (found !== undefined) return found
    throw new DomainError('not-found', `There is no channel ${id}. Load the list again.`)
  }

  return {
    listChannels: () => store.listChannels(),

    /**
     * `shown`: the secret that its receiver needs, which nothing shows again.
     * @throws DomainError `invalid-fields`
     */
    async add(
      by: Author,
      { kind, name, values, choices }: ChannelInput,
    ): Promise<{ channel: Channel; shown: string | null }> {
      const found = findChannelKind(kind)
      if (found === null)
        throw invalidField(
          '/kind',
          'kind',
          `has to be one of ${channelKinds.map((each) => each.kind).join(', ')}`,
        )
      const settings = validateValues(found.settings, values)
      const made = found.createSecrets?.() ?? null
      const secrets = made?.secrets ?? validateValues(found.secrets, values)
      checkAddresses({ ...secrets, ...settings })
      checkChoices(choices)
      const all = { facts: null, printers: null, quietHours: null }
      const channel = await store.insertChannel(
        { kind, name, settings, secrets, createdAt: now(), ...all, ...choices },
        entry(by, 'channel-added', { kind, name }),
      )
      return { channel, shown: made?.shown ?? null }
    },

    /**
     * Settings and secrets that aren't among the values stay as they are; `null` is the default.
     * @throws DomainError `not-found`, `invalid-fields`
     */
    async change(
      by: Author,
      id: number,
      { values, ...changes }: ChannelChoices & { name?: string; values?: ChannelInput['values'] },
    ): Promise<Channel> {
      checkChoices(changes)
      const channel = await requireChannel(id)
      const all = { ...changes, ...(values && changeValues(channel, values)) }
      return await store.updateChannel(id, all, entry(by, 'channel-changed', channel))
    },

    /** What is waiting stays, and is sent when it is on again. @throws DomainError `invalid-fields` while its secrets are unreadable */
    async turn(by: Author, id: number, isOn: boolean): Promise<Channel> {
      const off = isOn ? null : { since: now(), reason: offByOwner }
      const channel = await requireChannel(id)
      if (isOn && channel.off?.hasUnreadableSecrets)
        throw new DomainError('invalid-fields', channel.off.reason)
      const logged = entry(by, `channel-${isOn ? 'on' : 'off'}`, channel)
      return await store.updateChannel(id, { off }, logged)
    },

    /** @returns the new secret. The old one is valid for another day. @throws DomainError `invalid-fields` where there is none */
    async rotate(by: Author, id: number): Promise<string> {
      const channel = await requireChannel(id)
      const kind = findChannelKind(channel.kind)
      // One that can't be decrypted any more has no second day.
      const rotated = channel.off?.hasUnreadableSecrets
        ? kind?.createSecrets?.()
        : kind?.rotateSecrets?.(channel.secrets, now())
      if (rotated === undefined)
        throw invalidField(
          '/kind',
          'kind',
          `of channel ${id} is ${channel.kind}, which has no secret of this site`,
        )
      const { secrets, shown } = rotated
      await store.updateChannel(id, { secrets }, entry(by, 'channel-rotated', channel))
      return shown
    },

    async remove(by: Author, id: number): Promise<Channel> {
      const channel = await requireChannel(id)
      await store.deleteChannel(id, entry(by, 'channel-removed', channel))
      return channel
    },

    /** Sends a message now, and again if it was given up. @throws DomainError `not-found` */
    retry: (by: Author, id: number) =>
      store.retry(id, now(), entryOfMessage(by, 'message-retried', id)),

    /** @throws DomainError `not-found` */
    drop: (by: Author, id: number) => store.drop(id, entryOfMessage(by, 'message-dropped', id)),

    /** Sends a test at once, past the outbox. @returns the receiver's own answer, and what it must not be shown with */
    async test(id: number): Promise<{ answer: Answer; secrets: readonly string[] }> {
      const channel = await requireChannel(id)
      const messageId = `msg_${randomUUID().replaceAll('-', '')}`
      const message = createTestMessage(messageId, now(), sources)
      const answer = await sendMessage(channel, message, { now })
      return { answer, secrets: listSecretsOf(channel) }
    },
  }
}

function changeValues(
  { kind, settings: former, secrets, off }: Channel,
  given: ChannelInput['values'],
): Pick<ChannelChanges, 'settings' | 'secrets'> {
  const found = findChannelKind(kind)
  if (found === null)
    throw invalidField('/kind', 'kind', `${kind} is not one of this version; its settings stay`)
  // An address whose password wasn't shown is sent back without it.
  const values = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== hidePassword(former[name])),
  )
  const hasSecret = Object.keys(found.secrets.shape).some((name) => (values[name] ?? '') !== '')
  if (off?.hasUnreadableSecrets && !hasSecret) throw new DomainError('invalid-fields', off.reason)
  const settings = validateValues(found.settings, { ...former, ...values })
  // A secret that the site has made is replaced by `rotate` alone.
  const changed =
    found.createSecrets === undefined
      ? { settings, secrets: validateValues(found.secrets, { ...secrets, ...values }) }
      : { settings }
  checkAddresses({ ...changed.secrets, ...settings })
  return changed
}

/** Anybody on the way could read a message, and what it is signed with, where the address isn't HTTPS. */
function checkAddresses({ home, ...values }: Record<string, unknown>): void {
  if (home === true) return
  for (const [name, value] of Object.entries(values))
    if (typeof value === 'string' && URL.parse(value)?.protocol === 'http:')
      throw invalidField(
        `/values/${name}`,
        name,
        'begins with http://. Use https://, or allow an address at home',
      )
}

function checkChoices({ quietHours = null, facts = null }: ChannelChanges): void {
  if (quietHours !== null && !isQuietHours(quietHours))
    throw invalidField(
      '/quiet_hours',
      'quiet',
      'has to be two different times with minutes, such as 22:00-07:00',
    )
  if (facts?.length === 0)
    throw invalidField('/facts', 'facts', 'names nothing; choose at least one, or all')
}
