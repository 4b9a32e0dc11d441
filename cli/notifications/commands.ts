import { formatMoment } from '#lib/api/times.ts'
import { hidePassword } from '#lib/notifications/channels/hide-password.ts'
import type { ChannelManagement } from '#lib/notifications/manage-channels.ts'
import { describeAnswer, findFailure } from '#lib/notifications/outbox/judge-answer.ts'
import type { Channel, Delivery, DeliveryLogStore } from '#lib/notifications/ports.ts'
import type { PushStore } from '#lib/notifications/push/ports.ts'
import { getSite } from '#lib/site/site.ts'
import { UsageError } from '../command.ts'
import type { NotificationCommand } from './arguments.ts'

const by = { sessionId: null }
const logLength = 50

interface Parts {
  management: ChannelManagement
  log: DeliveryLogStore & Pick<PushStore, 'replacePushKeys'>
}

/**
 * Executes a command.
 * @returns its output, and whether it has failed
 * @throws DomainError `not-found`, `invalid-fields`, `storage-unavailable`; UsageError when a removal isn't confirmed
 */
export async function runNotificationCommand(
  { management, log }: Parts,
  command: NotificationCommand,
): Promise<{ text: string; hasFailed?: boolean }> {
  switch (command.kind) {
    case 'list':
      return { text: await describeChannels(await management.listChannels(), log) }
    case 'add': {
      const { channel, shown } = await management.add(by, command.input)
      const next = `Try it: npm run notifications -- test ${channel.id}`
      const text = [
        `Channel ${channel.id}, "${channel.name}", was added.`,
        describeSecret(shown),
        next,
      ]
      return { text: text.filter(Boolean).join('\n') }
    }
    case 'set':
      return { text: describeChannel(await management.change(by, command.id, command.changes)) }
    case 'on':
    case 'off':
      return { text: describeChannel(await management.turn(by, command.id, command.kind === 'on')) }
    case 'rotate':
      return {
        text: `${describeSecret(await management.rotate(by, command.id))}\nThe old one is valid for another day.`,
      }
    case 'test': {
      const { answer, secrets } = await management.test(command.id)
      const text = describeAnswer(answer, secrets)
      const hasFailed = findFailure(answer) !== null
      const result = hasFailed ? 'The message was not delivered' : 'The message was delivered'
      return { text: `${result}. The receiver’s answer: ${text}`, hasFailed }
    }
    case 'log': {
      const query = { channelId: command.id, state: command.state, limit: logLength }
      const deliveries = await log.listDeliveries(query)
      return { text: deliveries.map(describeDelivery).join('\n') || 'There are no messages.' }
    }
    case 'retry':
      await management.retry(by, command.id)
      return { text: `Message ${command.id} is sent within seconds.` }
    case 'drop':
      await management.drop(by, command.id)
      return { text: `Message ${command.id} is not sent.` }
    case 'remove': {
      if (!command.isConfirmed)
        throw new UsageError('This removes the channel with its messages. Repeat it with --yes.')
      const { id, name } = await management.remove(by, command.id)
      return { text: `Channel ${id}, "${name}", was removed.` }
    }
    case 'new-push-key':
      if (!command.isConfirmed)
        throw new UsageError(
          'Then no device and no visitor who waits gets a message any more. Repeat it with --yes.',
        )
      await log.replacePushKeys()
      return { text: 'There is another key. Add each of your devices again, on the device itself.' }
  }
}

const describeSecret = (shown: string | null) =>
  shown === null ? '' : `Secret: ${shown}\nIt is not shown again. Give it to the receiver.`

async function describeChannels(
  channels: readonly Channel[],
  log: DeliveryLogStore,
): Promise<string> {
  if (channels.length === 0)
    return 'No channels yet. Add one: npm run notifications -- add ntfy "My phone" --topic TOPIC'
  const summaries = await log.summarizeDeliveries()
  const described = channels.map((channel) => {
    const { waiting = 0, held = 0, givenUp = 0 } = summaries.get(channel.id) ?? {}
    return `${describeChannel(channel)}\n   ${waiting} waiting, ${held} held for a digest, ${givenUp} given up`
  })
  return described.join('\n\n')
}

function describeChannel(channel: Channel): string {
  const { id, kind, name, settings, facts, printers, quietHours, off, failingSince } = channel
  const values = Object.entries(settings).filter(([, value]) => value !== false && value !== null)
  const lines = [
    `${id}  ${name} (${kind})`,
    values.map(([key, value]) => `${key} ${hidePassword(value)}`).join(', '),
    `facts: ${facts?.join(', ') ?? 'all'}; printers: ${printers?.join(', ') ?? 'all'}; quiet hours: ${quietHours ?? 'none'}`,
    off === null ? '' : `off since ${formatTime(off.since)}: ${off.reason}`,
    failingSince === null
      ? ''
      : `failing since ${formatTime(failingSince)}: npm run notifications -- log ${id}`,
  ]
  return lines.filter(Boolean).join('\n   ')
}

function describeDelivery(delivery: Delivery): string {
  const { id, channelId, kind, printerId, print, happenedAt, state, tries, lastAnswer } = delivery
  const about = [
    printerId === null ? '' : `printer ${printerId}`,
    print === null ? '' : `print ${print}`,
  ].filter(Boolean)
  const next = state === 'waiting' || state === 'held' ? `, due ${formatTime(delivery.dueAt)}` : ''
  return [
    `${id}  channel ${channelId}  ${formatTime(happenedAt)}  ${[kind, ...about].join(', ')}`,
    `${state}${next}, ${tries} ${tries === 1 ? 'try' : 'tries'}${lastAnswer === null ? '' : `: ${lastAnswer}`}`,
  ].join('\n   ')
}

const formatTime = (at: Date) => formatMoment(at, getSite())
