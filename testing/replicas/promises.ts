import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { apiPath, type Cluster } from './start-cluster.ts'

/*
 * What three replicas promise, each measured for as long as the caller wants. A report's `elapsed_seconds` is its number.
 */

let lastNumber = 0

/** Sends the next report, again and again until it is acknowledged. @returns its number */
async function report(cluster: Cluster, url: string): Promise<number> {
  lastNumber += 1
  const body = JSON.stringify({ state: 'printing', progress: 1, elapsed_seconds: lastNumber })
  const headers = { 'content-type': 'application/json' }
  for (;;) {
    const response = await cluster.patch(url, body, headers).catch(() => null)
    await response?.arrayBuffer()
    if (response?.status === 200) return lastNumber
    await sleep(100)
  }
}

async function poll(url: string): Promise<{ status: number; number: number }> {
  const signal = AbortSignal.timeout(15_000)
  const response = await fetch(url + apiPath, { signal })
  const body = (await response.json()) as { job?: { elapsed_seconds: number } | null } // by the contract
  return { status: response.status, number: body.job?.elapsed_seconds ?? 0 }
}

/** Runs `work` again and again, `count` times in parallel, until `main` ends. */
async function during<T>(main: Promise<T>, count: number, work: () => Promise<void>): Promise<T> {
  const running = { isDone: false }
  const loop = async () => {
    while (!running.isDone) await work()
  }
  const loops = Array.from({ length: count }, loop)
  try {
    return await main
  } finally {
    running.isDone = true
    await Promise.all(loops)
  }
}

/** Clients that take the replicas in turns, while reports arrive at any of them. */
export async function measureConsistency(cluster: Cluster, seconds: number) {
  const { urls } = cluster
  const result = { polls: 0, backwards: 0, missingAcknowledged: 0, lagsMs: [] as number[] }
  let acknowledged = 0
  const endMs = performance.now() + seconds * 1000
  const reporting = async () => {
    for (let index = 0; performance.now() < endMs; index += 1) {
      acknowledged = await report(cluster, urls[index % 3] ?? '')
      const startedAt = performance.now()
      const shown = urls.map(async (url) => {
        while ((await poll(url)).number < acknowledged) await sleep(5)
        result.lagsMs.push(performance.now() - startedAt)
      })
      await Promise.all(shown)
    }
  }
  const clients = Array.from({ length: 4 }, () => ({ turn: 0, seen: 0 }))
  let next = 0
  await during(reporting(), clients.length, async () => {
    // Each loop takes its client from the front and returns it after its poll.
    const client = clients.shift() ?? { turn: next++, seen: 0 }
    const due = acknowledged
    const { number } = await poll(urls[client.turn++ % 3] ?? '')
    result.polls += 1
    if (number < client.seen) result.backwards += 1
    if (number < due) result.missingAcknowledged += 1
    client.seen = Math.max(client.seen, number)
    clients.push(client)
  })
  return result
}

/** Sends pictures and requests every variant from every replica at once. */
export async function measureVariants(cluster: Cluster, pictures: number) {
  const before = await cluster.countRenders()
  let variants = 0
  for (let index = 0; index < pictures; index += 1) {
    const background = { r: (index * 37) % 256, g: Date.now() % 256, b: 90 }
    const create = { width: 640, height: 360, channels: 3, background } as const
    const form = new FormData()
    form.set(
      'image',
      new Blob([new Uint8Array(await sharp({ create }).jpeg().toBuffer())]),
      'a.jpg',
    )
    await cluster.patch(cluster.urls[index % 3] ?? '', form)
    const response = await fetch((cluster.urls[0] ?? '') + apiPath)
    const { snapshot } = (await response.json()) as { snapshot: { sources: { url: string }[] } } // by the contract
    const paths = snapshot.sources.map(({ url }) => new URL(url).pathname)
    variants += paths.length
    const statuses = await Promise.all(
      cluster.urls.flatMap((url) => paths.map(async (path) => (await fetch(url + path)).status)),
    )
    if (statuses.some((status) => status !== 200)) throw new Error(`Variants: ${statuses}`)
  }
  return { variants, renders: (await cluster.countRenders()) - before }
}

/** Kills one replica after the other and starts it again, while reports and polls pass the proxy. */
export async function measureKills(
  cluster: Cluster,
  { kills, everyMs }: { kills: number; everyMs: number },
) {
  const result = { acknowledged: 0, lost: 0, polls: 0, failedPolls: 0, backwards: 0 }
  const numbers: number[] = []
  let seen = 0
  const killing = async () => {
    for (let index = 0; index < kills; index += 1) {
      await sleep(everyMs)
      cluster.kill(index % 3)
      await cluster.start(index % 3)
    }
  }
  const reporting = during(killing(), 1, async () => {
    numbers.push(await report(cluster, cluster.proxyUrl))
  })
  await during(reporting, 1, async () => {
    const { status, number } = await poll(cluster.proxyUrl).catch(() => ({ status: 0, number: 0 }))
    result.polls += 1
    if (status !== 200) result.failedPolls += 1
    else if (number < seen) result.backwards += 1
    seen = Math.max(seen, number)
    await sleep(20)
  })
  const rows = await cluster.query('select distinct elapsed_seconds from observations')
  const stored = new Set(rows.map((row) => Number(row.elapsed_seconds)))
  result.acknowledged = numbers.length
  result.lost = numbers.filter((number) => !stored.has(number)).length
  return result
}

export interface Outage {
  name: string
  begin(cluster: Cluster): Promise<() => unknown>
}

const linkOutages = (['databaseLink', 's3Link'] as const).flatMap((link) =>
  (['refusing', 'silent', 'slow', 'truncating'] as const)
    .filter((fault) => link === 's3Link' || fault !== 'truncating')
    .map(
      (fault): Outage => ({
        name: `${link === 's3Link' ? 'S3' : 'Postgres'} ${fault}`,
        begin: async (cluster) => {
          cluster[link].setFault(fault)
          return () => cluster[link].setFault(null)
        },
      }),
    ),
)

const endSessions =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'

export const outages: readonly Outage[] = [
  {
    name: 'Postgres killed and started',
    begin: async ({ postgres }) => {
      await postgres.kill()
      return postgres.start
    },
  },
  {
    name: 'Postgres paused',
    begin: async ({ postgres }) => {
      await postgres.setPaused(true)
      return () => postgres.setPaused(false)
    },
  },
  {
    name: 'Postgres failed over to a read-only server',
    begin: async ({ query }) => {
      const setReadOnly = async (value: string) => {
        const [row] = await query('select current_database() as name')
        await query(
          `begin read write; alter database ${row?.name} set default_transaction_read_only = ${value}; commit`,
        )
        await query(endSessions)
      }
      await setReadOnly('on')
      return () => setReadOnly('off')
    },
  },
  { name: 'Postgres out of connections', begin: (cluster) => cluster.takeAllConnections() },
  ...linkOutages,
]

/** What visitors get while an outage lasts, and how long the site needs to work again afterwards. */
export async function measureOutage(cluster: Cluster, outage: Outage, seconds: number) {
  const paths = [apiPath, '/printers/1', '/', '/blog']
  const statuses = new Map<string, number>()
  let slowestMs = 0
  const visit = async () => {
    for (const path of paths) {
      const startedAt = performance.now()
      const signal = AbortSignal.timeout(30_000)
      const response = await fetch(cluster.proxyUrl + path, { signal }).catch(() => null)
      await response?.arrayBuffer().catch(() => undefined)
      slowestMs = Math.max(slowestMs, performance.now() - startedAt)
      const key = `${path === '/' || path === '/blog' ? 'pages' : 'printer'} ${response?.status ?? 'no answer'}`
      statuses.set(key, (statuses.get(key) ?? 0) + 1)
    }
    await sleep(100)
  }
  const heal = await outage.begin(cluster)
  await during(sleep(seconds * 1000), 1, visit)
  const healedAt = performance.now()
  await heal()
  const number = await report(cluster, cluster.proxyUrl)
  for (const url of cluster.urls)
    while ((await poll(url).catch(() => ({ number: 0 }))).number < number) await sleep(50)
  const healedMs = performance.now() - healedAt
  return {
    statuses: [...statuses].sort().map(([key, count]) => `${key}: ${count}`),
    slowestMs,
    healedMs,
  }
}
