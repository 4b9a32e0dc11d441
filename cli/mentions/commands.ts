import type { ModerateMentions } from '#lib/web-mentions/moderate-mentions.ts'
import { type Mention, type MentionState, mentionStates } from '#lib/web-mentions/types.ts'
import { parseArguments, UsageError } from '../command.ts'

export type MentionCommand =
  | { kind: 'list'; state: MentionState | null }
  | { kind: 'accept' | 'reject' | 'delete'; ids: readonly number[] }
  | { kind: 'block' | 'unblock'; value: string }
  | { kind: 'blocks' }
  | { kind: 'known'; isOn: boolean }

/** What this site tells others. */
export interface SentCommand {
  kind: 'sent'
  isDryRun: boolean
}

export const usage = `npm run mentions -- <command>

  list [STATE]               lists the latest webmentions: ${mentionStates.join(', ')}
  accept ID... | reject ID...
                             shows webmentions on their pages, or never
  delete ID...               deletes webmentions; sent again, they are new ones
  block VALUE | unblock VALUE
                             VALUE is a domain with its subdomains, such as example.org, or the beginning of an author's address,
                             such as https://example.org/ann. What there is of it is rejected
  blocks                     lists what is blocked
  known on | off             whether webmentions of sites of which you have accepted one are shown at once; on by default
  sent [--dry-run]           lists what was sent to other sites, with their answers, or what would be sent

  Exit codes: 0 success, 1 failed, 2 invalid arguments.`

/** @throws UsageError */
export function parseMentionCommand(args: readonly string[]): MentionCommand | SentCommand {
  const options = { 'dry-run': { type: 'boolean' } } as const
  const { positionals, values: given } = parseArguments(args, { options, allowPositionals: true })
  const [command, ...values] = positionals
  const isDryRun = given['dry-run'] === true
  if (isDryRun && command !== 'sent')
    throw new UsageError('--dry-run belongs to sent: npm run mentions -- sent --dry-run')
  const [value, ...more] = values
  const takesMany = command === 'accept' || command === 'reject' || command === 'delete'
  const isTooMany = more.length > 0 && !takesMany
  if (isTooMany) throw new UsageError(`Unexpected argument "${more[0]}".`, { showsUsage: true })
  switch (command) {
    case 'list':
      return { kind: 'list', state: value === undefined ? null : parseState(value) }
    case 'accept':
    case 'reject':
    case 'delete':
      return { kind: command, ids: parseIds(values) }
    case 'block':
    case 'unblock':
      if (value === undefined) throw new UsageError('Give a domain or an author’s address.')
      return { kind: command, value }
    case 'blocks':
      return { kind: 'blocks' }
    case 'sent':
      if (value !== undefined) throw new UsageError(`Unexpected argument "${value}".`)
      return { kind: 'sent', isDryRun }
    case 'known':
      if (value !== 'on' && value !== 'off') throw new UsageError('Say known on, or known off.')
      return { kind: 'known', isOn: value === 'on' }
    default:
      throw new UsageError(
        command === undefined ? 'Say what to do.' : `Unknown command "${command}".`,
        { showsUsage: true },
      )
  }
}

function parseState(text: string): MentionState {
  const state = mentionStates.find((one) => one === text)
  if (state !== undefined) return state
  throw new UsageError(`The state is one of ${mentionStates.join(', ')}.`)
}

function parseIds(texts: readonly string[]): number[] {
  if (texts.length > 0 && texts.every((text) => /^[1-9]\d{0,8}$/.test(text)))
    return texts.map(Number)
  throw new UsageError('Give the numbers of webmentions: npm run mentions -- list')
}

/** @returns what to print; of texts from strangers only what has no terminal sequences */
export async function runMentionCommand(
  moderate: ModerateMentions,
  command: MentionCommand,
): Promise<string> {
  const by = { sessionId: null }
  switch (command.kind) {
    case 'list': {
      const found = await moderate.list(command.state)
      return found.length === 0 ? 'None.' : found.map(formatMention).join('\n')
    }
    case 'accept':
    case 'reject': {
      const state = command.kind === 'accept' ? 'accepted' : 'rejected'
      for (const id of command.ids) await moderate.setState(by, id, state)
      return `${state}: ${command.ids.join(', ')}`
    }
    case 'delete':
      for (const id of command.ids) await moderate.remove(by, id)
      return `deleted: ${command.ids.join(', ')}`
    case 'block':
      return `blocked: ${await moderate.block(by, command.value)}`
    case 'unblock':
      return `no longer blocked: ${await moderate.unblock(by, command.value)}`
    case 'blocks': {
      const blocks = await moderate.listBlocks()
      return blocks.length === 0 ? 'None.' : blocks.map(({ value }) => value).join('\n')
    }
    case 'known':
      await moderate.setSettings(by, { acceptsKnown: command.isOn })
      return `known sites: ${command.isOn ? 'shown at once' : 'wait for you'}`
  }
}

function formatMention({ id, state, source, target, content, reason }: Mention): string {
  const who = content?.authorName ?? content?.authorUrl ?? ''
  const lines = [
    `${id} ${state} ${content?.kind ?? ''} ${who}`.replaceAll(/ +/g, ' ').trim(),
    `  ${source} -> ${target}`,
    ...(content?.text ? [`  ${content.text}`] : []),
    ...(reason === null ? [] : [`  ${reason}`]),
    ...(reason?.includes('not a public address')
      ? ['  If it is a host of yours, name it in HOME_HOSTS and send the webmention again.']
      : []),
  ]
  return lines.join('\n')
}
