import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { formatMemory, median, readMemory } from '../figures.ts'
import { runLoad } from '../load.ts'
import { pollPath, snapper, startBenchSite } from '../servers.ts'
import type { SuiteContext } from '../suite.ts'
import { type Row, renderTable } from '../table.ts'

export const needsBuild = true

const guessesAtOnce = 400
const kinds = ['no guesses', 'one address', 'many addresses'] as const
type Kind = (typeof kinds)[number]

interface Phase {
  p50Ms: number
  p99Ms: number
}

/** Polls with and without 400 wrong passwords that arrive together each second, in turns; whether the snapper's own is let in. */
export async function run(context: SuiteContext): Promise<void> {
  const seconds = context.getNumber('seconds', { normal: 4, short: 1, min: 1, max: 60 })
  const rounds = context.isShort ? 2 : 5
  const site = await startBenchSite(join(context.folder, 'site'), { TRUSTED_PROXIES: '1' })
  context.defer(site.stop)
  const agent = new Agent({ keepAlive: true, maxSockets: guessesAtOnce + 1 })
  context.defer(() => agent.destroy())
  const statuses = new Map<string, number>()
  const send = async (who: string, password: string, address: string) => {
    const authorization = `Basic ${Buffer.from(`${snapper.user}:${password}`).toString('base64')}`
    const headers = {
      authorization,
      'content-type': 'application/json',
      'x-forwarded-for': address,
    }
    const sent = request(site.url + pollPath, { method: 'PATCH', agent, headers })
    sent.end('{"state":"printing"}')
    const [response] = (await once(sent, 'response')) as [IncomingMessage] // of the event's listeners
    for await (const _ of response);
    const key = `${who} ${response.statusCode}`
    statuses.set(key, (statuses.get(key) ?? 0) + 1)
  }
  let guesses = 0
  const guess = (kind: Kind) => {
    guesses += 1
    const address =
      kind === 'one address' ? '198.51.100.7' : `10.${guesses >> 16}.${guesses >> 8}.${guesses}`
    return send(
      kind,
      `guess ${guesses}`,
      address.replace(/\d{3,}/g, (n) => String(Number(n) % 256)),
    )
  }

  const phases: Record<Kind, Phase[]> = {
    'no guesses': [],
    'one address': [],
    'many addresses': [],
  }
  const memory = { before: readMemory(site.pid), after: readMemory(site.pid) }
  for (let round = 0; round < rounds; round += 1)
    for (const kind of kinds) {
      const plan = { port: site.port, path: pollPath, headers: {}, connections: 64, seconds }
      const load = runLoad({ ...plan, perSecond: 500, maxRequests: 1e6 })
      if (kind !== 'no guesses')
        for (let second = 0; second < seconds; second += 1) {
          const together = Array.from({ length: guessesAtOnce }, () => guess(kind))
          const own = send('right password', snapper.password, '198.51.100.7')
          await Promise.all([...together, own, sleep(1000)])
        }
      phases[kind].push(await load)
      memory.after = readMemory(site.pid)
    }

  const rows = kinds.flatMap((kind): Row[] => {
    const get = (which: keyof Phase, of: Kind) => median(phases[of].map((phase) => phase[which]))
    const all = phases[kind].map(({ p99Ms }) => p99Ms.toFixed(1)).join(', ')
    const measured = `p50 ${get('p50Ms', kind).toFixed(2)} ms, p99 ${get('p99Ms', kind).toFixed(1)} ms`
    const ratio = get('p99Ms', kind) / get('p99Ms', 'no guesses')
    return [
      [kind, `${measured} (each round: ${all})`],
      ...(kind === 'no guesses'
        ? []
        : [['  ratio of p99', ratio.toFixed(2), '<= 2', ratio <= 2] as Row]),
    ]
  })
  const right = [...statuses].filter(([key]) => key.startsWith('right'))
  rows.push(
    [
      'responses',
      [...statuses]
        .sort()
        .map(([key, count]) => `${key}: ${count}`)
        .join(', '),
    ],
    [
      'the snapper’s own password',
      right.map(([key]) => key).join(),
      '200',
      right.map(([key]) => key).join() === 'right password 200',
    ],
    ['memory before', formatMemory(memory.before)],
    ['memory after', formatMemory(memory.after)],
  )
  console.log(
    renderTable(`500 polls/s, medians of ${rounds} rounds; 400 guesses at once each second`, rows),
  )
}
