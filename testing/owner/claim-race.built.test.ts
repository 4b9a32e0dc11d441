import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '#lib/storage/db/open-store.ts'
import { startPostgres } from '../postgres/postgres-server.ts'
import { parseLogLine } from '../site/child.ts'
import { type Site, startSite } from '../site/start-site.ts'

/* At no moment can a stranger take the site, and of all who have the link exactly one becomes its owner. */

const origin = 'http://localhost:3000'

/** Starts a site. @returns its address, and the secret of the link that it prints */
async function start(env: Record<string, string>) {
  const link = Promise.withResolvers<string>()
  const site = await startSite(
    { PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'silent', SITE_URL: origin, ...env },
    (line) => {
      const printed = parseLogLine(line)?.link
      if (typeof printed === 'string') link.resolve(printed)
    },
  )
  onTestFinished(site.stop)
  const secret = (await link.promise).split('#')[1] ?? ''
  return { site, secret }
}

async function claim(site: Site, token: string): Promise<number> {
  const response = await fetch(`${site.url}/admin/api/claim`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  const isSignedIn = response.headers.has('set-cookie')
  expect(isSignedIn).toBe(response.status === 200)
  return response.status
}

/** 100 at once, at all replicas in turn: 34 with the right secret, the others with an old or a wrong one. */
async function race(sites: readonly Site[], right: string, old: string): Promise<void> {
  const results = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const kind = (['right', 'old', 'wrong'] as const)[index % 3] ?? 'wrong'
      const token = { right, old, wrong: `${index}`.padStart(43, 'x') }[kind]
      // Each third one of a kind goes to another replica.
      const site = sites[Math.floor(index / 3) % sites.length]
      return { kind, status: site === undefined ? 0 : await claim(site, token) }
    }),
  )
  const winners = results.filter(({ status }) => status === 200)
  expect(winners).toEqual([{ kind: 'right', status: 200 }])
  for (const { status } of results) expect([200, 403, 404, 429]).toContain(status)
  for (const site of sites) {
    expect(await claim(site, right)).toBe(404)
    expect((await fetch(`${site.url}/admin/claim`)).status).toBe(404)
  }
}

async function expectOneOwner(database: Parameters<typeof openStore>[0]['database']) {
  const store = await openStore({ database })
  onTestFinished(() => store.close())
  expect(await store.owner.listSessions(new Date())).toHaveLength(1)
  const log = await store.owner.listLog({ before: null, limit: 50 })
  expect(log.map(({ action }) => action)).toEqual(['claimed'])
  expect(await store.owner.listLinks(new Date())).toEqual([])
}

test('SQLite: of 100 who claim at once, one with the right link does', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'claim-'))
  const before = await start({ DATA_DIR: dataDir })
  await before.site.stop()
  const now = await start({ DATA_DIR: dataDir })
  expect(now.secret).not.toBe(before.secret)
  await race([now.site], now.secret, before.secret)
  await expectOneOwner({ kind: 'sqlite', dataDir })
})

test('Postgres with three replicas: the same, and only the link of the newest start works', async () => {
  const server = await startPostgres()
  onTestFinished(server.stop)
  const url = await server.createDatabase()
  const replicas = []
  for (const name of ['one', 'two', 'three'])
    replicas.push(
      await start({ DATABASE_URL: url, DATA_DIR: mkdtempSync(join(tmpdir(), `claim-${name}-`)) }),
    )
  const [oldest, middle, newest] = replicas
  if (!oldest || !middle || !newest) throw new Error('A replica is missing.')
  for (const { site } of replicas) expect(await claim(site, middle.secret)).toBe(403)
  await race(
    replicas.map(({ site }) => site),
    newest.secret,
    oldest.secret,
  )
  await expectOneOwner({ kind: 'postgres', url })
})
