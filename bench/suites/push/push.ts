import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createBrowser } from '#lib/notifications/push/push-service.fixture.ts'
import { openStore } from '#lib/storage/db/open-store.ts'
import { formatMemory, median, percentile, readMemory } from '../../figures.ts'
import { runLoad } from '../../load.ts'
import { pollPath, type Server, snapper, startBenchSite } from '../../servers.ts'
import type { SuiteContext } from '../../suite.ts'
import { type Row, renderTable } from '../../table.ts'

export const needsBuild = true

const maxDeliveryMs = 60_000

/** Prints end while as many visitors wait for each: how soon all have their message, and what those notice who poll meanwhile. */
export async function run(context: SuiteContext): Promise<void> {
  const count = context.getNumber('viewers', { normal: 1_000, short: 50, min: 1, max: 10_000 })
  const seconds = context.getNumber('seconds', { normal: 30, short: 5, min: 2, max: 120 })
  const rounds = context.isShort ? 1 : 3
  const service = await startService(context)
  const dataDir = join(context.folder, 'data')
  const site = await startBenchSite(dataDir, {
    SITE_URL: 'https://example.org',
    PUSH_STUB_PORT: String(service.port),
    NODE_OPTIONS: `--import=${join(import.meta.dirname, 'redirect-pushes.ts')}`,
  })
  context.defer(site.stop)
  await sendReport(site, { state: 'idle' })
  const before = readMemory(site.pid)
  const p99: [number[], number[]] = [[], []]
  const deliveredMs: number[] = []
  const measure = async (list: number[]) => {
    const load = { path: pollPath, connections: 32, perSecond: 200, maxRequests: 1e6, headers: {} }
    list.push((await runLoad({ ...load, port: site.port, seconds })).p99Ms)
  }
  for (let round = 0; round < rounds; round += 1) {
    await sendReport(site, { state: 'printing', elapsed_seconds: '10' })
    await subscribe(dataDir, count)
    await measure(p99[0])
    const loading = measure(p99[1])
    service.received.clear()
    await sendReport(site, { state: 'finished' })
    const endedAt = performance.now()
    while (service.received.size < count && performance.now() - endedAt < 2 * maxDeliveryMs)
      await sleep(20)
    deliveredMs.push(performance.now() - endedAt)
    await loading
  }
  const slowest = percentile(deliveredMs, 1)
  const [without, during] = p99.map(median) as [number, number]
  const rows: Row[] = [
    [
      'the last one has it',
      `${(median(deliveredMs) / 1000).toFixed(1)} s, at most ${(slowest / 1000).toFixed(1)} s`,
      `<= ${maxDeliveryMs / 1000} s`,
      slowest <= maxDeliveryMs,
    ],
    ['p99 of polls', `${without.toFixed(1)} ms, meanwhile ${during.toFixed(1)} ms`],
    ['  ratio', (during / without).toFixed(2), '<= 1.5', during / without <= 1.5],
    ['memory before', formatMemory(before)],
    ['memory after', formatMemory(readMemory(site.pid))],
  ]
  console.log(renderTable(`${count} visitors wait for a print, ${rounds} rounds`, rows))
}

/** A push service that takes everything, with a certificate of its own (needs `openssl`). */
async function startService(context: SuiteContext) {
  const [key, cert] = [join(context.folder, 'key.pem'), join(context.folder, 'cert.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const names = ['-keyout', key, '-out', cert, '-subj', '/CN=localhost']
  await promisify(execFile)('openssl', ['req', '-x509', ...curve, ...names])
  const received = new Set<string>()
  const pair = { key: await readFile(key), cert: await readFile(cert) }
  const server = createServer(pair, (request, response) => {
    received.add(request.url ?? '')
    request.resume().on('end', () => response.writeHead(201).end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.defer(() => server.close())
  return { port: (server.address() as AddressInfo).port, received }
}

async function subscribe(dataDir: string, count: number): Promise<void> {
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  for (let index = 0; index < count; index += 1) {
    const { subscription } = createBrowser(`https://fcm.googleapis.com/fcm/send/${index}`)
    await store.notifications.subscribe(1, subscription, new Date())
  }
  await store.close()
}

async function sendReport({ url }: Server, fields: Record<string, string>): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${snapper.user}:${snapper.password}`).toString('base64')}`
  const body = new URLSearchParams({ interval_seconds: '600', ...fields })
  const response = await fetch(`${url}${pollPath}`, {
    method: 'PATCH',
    headers: { authorization },
    body,
  })
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
}
