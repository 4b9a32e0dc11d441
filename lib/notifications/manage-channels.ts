import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { DomainError, formatPointer } from '#lib/core/errors.ts'
import { explainValue } from '#lib/core/explain-value.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { Answer } from './channels/channel-kind.ts'
import { channelKinds, findChannelKind } from './channels/list.ts'
import { createTestMessage, type MessageSources } from './create-message.ts'
import { listSecretsOf } from './outbox/judge-answer.ts'
import { isQuietHours } from './outbox/quiet-hours.ts'
import { sendMessage } from './outbox/worker.ts'
import type { Channel, ChannelChanges, ChannelStore } from './ports.ts'

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
  store: ChannelStore
  sources: Pick<MessageSources, 'siteUrl' | 'getSite'>
  now(): Date
}) {
  const entry = (by: Author, action: string, { kind, name }: Pick<Channel, 'kind' | 'name'>) =>
    ({ at: now(), action, details: { kind, name }, sessionId: by.sessionId }) satisfies NewLogEntry

  async function requireChannel(id: number): Promise<Channel> {
    const found = (await store.listChannels()).find((each) => each.id === id)
    if (found !== undefined) return found
    throw new DomainError('not-found', `There is no channel ${id}. List them to see their numbers.`)
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
        throw invalid('kind', `has to be one of ${channelKinds.map((each) => each.kind)}`)
      const settings = validate(found.settings, values)
      const made = found.createSecrets?.() ?? null
      const secrets = made?.secrets ?? validate(found.secrets, values)
      checkAddresses({ ...secrets, ...settings })
      checkChoices(choices)
      const all = { facts: null, printers: null, quietHours: null }
      const channel = await store.insertChannel(
        { kind, name, settings, secrets, createdAt: now(), ...all, ...choices },
        entry(by, 'channel-added', { kind, name }),
      )
      return { channel, shown: made?.shown ?? null }
    },

    /** @throws DomainError `not-found`, `invalid-fields` */
    async change(by: Author, id: number, changes: ChannelChoices & { name?: string }) {
      checkChoices(changes)
      const channel = await requireChannel(id)
      return await store.updateChannel(id, changes, entry(by, 'channel-changed', channel))
    },

    /** What is waiting stays, and is sent when it is on again. */
    async turn(by: Author, id: number, isOn: boolean): Promise<Channel> {
      const off = isOn ? null : { since: now(), reason: 'You turned it off.' }
      const logged = entry(by, `channel-${isOn ? 'on' : 'off'}`, await requireChannel(id))
      return await store.updateChannel(id, { off }, logged)
    },

    /** @returns the new secret. The old one is valid for another day. @throws DomainError `invalid-fields` where there is none */
    async rotate(by: Author, id: number): Promise<string> {
      const channel = await requireChannel(id)
      const rotated = findChannelKind(channel.kind)?.rotateSecrets?.(channel.secrets, now())
      if (rotated === undefined)
        throw invalid(
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

/** @throws DomainError `invalid-fields` with what each field should be */
function validate(schema: z.ZodObject, values: ChannelInput['values']): Record<string, unknown> {
  const parsed = schema.safeParse(values, { error: explainValue })
  if (parsed.success) return parsed.data
  const fieldErrors = parsed.error.issues.map(({ path, message }) => ({
    pointer: formatPointer(path),
    detail: message,
  }))
  const [first] = fieldErrors
  throw new DomainError('invalid-fields', `${first?.pointer.slice(1)}: ${first?.detail}`, {
    fieldErrors,
  })
}

/** Anybody on the way could read a message, and what it is signed with, where the address isn't HTTPS. */
function checkAddresses({ home, ...values }: Record<string, unknown>): void {
  if (home === true) return
  for (const [name, value] of Object.entries(values))
    if (typeof value === 'string' && URL.parse(value)?.protocol === 'http:')
      throw invalid(
        name,
        'begins with http://. Use https://, or allow an address at home with --home',
      )
}

function checkChoices({ quietHours = null, facts = null }: ChannelChanges): void {
  if (quietHours !== null && !isQuietHours(quietHours))
    throw invalid(
      'quiet',
      `has to be two different times, such as 22:00-07:00, not "${quietHours}"`,
    )
  if (facts?.length === 0) throw invalid('facts', 'names nothing; choose at least one, or all')
}

function invalid(field: string, detail: string): DomainError {
  return new DomainError('invalid-fields', `${field}: ${detail}.`, {
    fieldErrors: [{ pointer: `/${field}`, detail: `${detail}.` }],
  })
}
