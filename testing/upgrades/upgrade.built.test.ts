import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteDialect } from '#lib/storage/db/database.ts'
import { migrate, released } from '#lib/storage/db/migrate.ts'
import type { Tables } from '#lib/storage/db/schema.ts'
import { parseLogLine } from '../site/child.ts'
import { type Site, startSite } from '../site/start-site.ts'
import { markerOf, writeOwnersFolder } from './folders.ts'
import recorded from './recorded.json' with { type: 'json' }

/** Of every site. */
const sitePaths = [
  ...['/', '/blog', '/tags', '/projects', '/printers', '/printers/1', '/printers/1/prints'],
  ...['/printers/1/archive', '/search?q=a', '/atom.xml', '/rss.xml', '/feed.json', '/sitemap.xml'],
  ...['/manifest.webmanifest', '/icon.svg', '/robots.txt', '/api/3dprinter/1/', '/api/health'],
]

let folder: string
let site: Site
const log: Record<string, unknown>[] = []

/** As the first version with tables has left it. */
async function writeOldestData(dataDir: string): Promise<void> {
  await mkdir(dataDir)
  const database = new BetterSqlite(join(dataDir, 'paparazza.sqlite'))
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  await migrate(db, sqliteDialect.columns, released.slice(0, 1))
  const at = Date.now() - 86_400_000
  database.exec(`insert into printers (id, name, is_publishing, publishes_temperatures,
    publishes_job_name, created_at, revision) values (1, 'Maker Select', 1, 1, 1, ${at}, 1)`)
  for (let minute = 0; minute < 600; minute += 10)
    database.exec(`insert into observations (printer_id, credential_id, observed_at, received_at,
      has_reading, state, progress, job_name) values (1, 1, ${at + minute * 60_000},
      ${at + minute * 60_000}, 1, 'printing', ${minute / 6}, 'benchy.gcode')`)
  await db.destroy()
}

/** Replaces all that is in the content folder, as an owner's `git pull` does. */
async function show(name: string): Promise<void> {
  const live = join(folder, 'content')
  const next = join(folder, 'next')
  await rm(next, { recursive: true, force: true })
  await writeOwnersFolder(name, next)
  for (const entry of await readdir(live)) await rm(join(live, entry), { recursive: true })
  for (const entry of await readdir(next)) await rename(join(next, entry), join(live, entry))
  const marker = markerOf(name).replace(/^pages|\.md$/g, '')
  await expect
    .poll(async () => (await fetch(site.url + marker)).status, { timeout: 30_000, interval: 50 })
    .toBe(200)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upgrade-'))
  await writeOldestData(join(folder, 'data'))
  await mkdir(join(folder, 'content'))
  site = await startSite(
    {
      DATA_DIR: join(folder, 'data'),
      CONTENT_DIR: join(folder, 'content'),
      SITE_URL: 'https://site.example',
      PORT: '0',
      METRICS_PORT: '0',
    },
    (line) => log.push(parseLogLine(line) ?? { level: 'error', msg: line }),
  )
})

afterAll(async () => {
  await site?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

test.each(Object.entries(recorded.folders))('%s: each page answers', async (name, { paths }) => {
  await show(name)
  for (const path of [...sitePaths, ...paths]) {
    const { status } = await fetch(site.url + path, { redirect: 'manual' })
    expect([path, status < 400], `${status}`).toEqual([path, true])
  }
  // That of a site without an owner is for its owner.
  const bad = log.filter(({ level, link }) => level !== 'info' && link === undefined)
  expect(bad.map(({ msg }) => msg)).toEqual([])
})

test('what the printer reported before is there', async () => {
  const printer = await (await fetch(`${site.url}/api/3dprinter/1/`)).json()
  expect(printer).toMatchObject({ name: 'Maker Select', state: 'printing' })
})
