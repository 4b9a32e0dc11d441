import { formatMemory, readMemory } from './memory.ts'
import { connections, type Kind, kinds, measureRounds, type Round } from './rounds.ts'
import { runLoad } from './run-load.ts'
import { pollPath, type Running } from './servers.ts'
import { median } from './statistics.ts'
import { type Row, renderTable } from './table.ts'

const names: Record<Kind, string> = {
  bare: 'bare node:http, same bytes',
  door: 'this site',
  next: 'Next alone',
}

/** The polled JSON from all three, in turns: what else the machine does meets them alike. */
export async function measureServing(
  servers: Record<Kind, Running>,
  etag: Record<Kind, string>,
  seconds: number,
): Promise<string> {
  const idle = { door: readMemory(servers.door.pid), next: readMemory(servers.next.pid) }
  const full = await measureRounds(servers, { path: pollPath, seconds, toHeaders: () => ({}) })
  const conditional = await measureRounds(servers, {
    path: pollPath,
    seconds,
    toHeaders: (kind) => ({ 'If-None-Match': etag[kind] }),
  })
  const loaded = { door: readMemory(servers.door.pid), next: readMemory(servers.next.pid) }
  const steady = await measureSteady(servers, seconds)
  return [
    renderTable(`Polled JSON, 200, ${connections} connections, closed loop`, listRates(full)),
    renderTable('The same, 304', listRates(conditional)),
    renderTable('At 200 requests/s, open loop, measured from when each was due', steady),
    renderTable('Memory, resident', [
      { what: 'this site, idle', measured: formatMemory(idle.door) },
      {
        what: 'this site, after the load',
        measured: formatMemory(loaded.door),
        aim: '< 200 MB',
        isMet: loaded.door.ownMb + loaded.door.childrenMb < 200,
      },
      { what: 'Next alone, idle', measured: formatMemory(idle.next) },
      { what: 'Next alone, after the load', measured: formatMemory(loaded.next) },
    ]),
  ].join('\n\n')
}

function listRates(results: Record<Kind, Round[]>): Row[] {
  const rate = (kind: Kind) => median(results[kind].map(({ perSecond }) => perSecond))
  const rows: Row[] = kinds.map((kind) => {
    const p99 = median(results[kind].map(({ p99Ms }) => p99Ms))
    const cpu = results[kind].flatMap(({ cpuMicroseconds }) => cpuMicroseconds ?? [])
    const each = cpu.length === 0 ? '' : `, ${Math.round(median(cpu))} µs of CPU each`
    const measured = `${Math.round(rate(kind))}/s, p99 ${p99.toFixed(1)} ms${each}`
    return { what: names[kind], measured }
  })
  const ofBare = rate('door') / rate('bare')
  const ofNext = rate('door') / rate('next')
  return [
    ...rows,
    {
      what: 'of the bare server',
      measured: ofBare.toFixed(2),
      aim: '>= 0.5',
      isMet: ofBare >= 0.5,
    },
    { what: 'times Next alone', measured: ofNext.toFixed(1), aim: '>= 8', isMet: ofNext >= 8 },
  ]
}

async function measureSteady(servers: Record<Kind, Running>, seconds: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const kind of kinds) {
    const plan = { port: servers[kind].port, path: pollPath, headers: {}, connections }
    const result = await runLoad({ ...plan, seconds, maxRequests: 10_000, perSecond: 200 })
    const measured = `p50 ${result.p50Ms.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(1)} ms`
    rows.push({ what: names[kind], measured })
  }
  return rows
}
