import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import { insertSamplePrinter } from '#lib/storage/db/testing/samples.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { fillNewContent } from './fill-new-content.ts'
import { getLog } from './log.ts'

const server = await startOrSkip('Postgres', startPostgres)
afterAll(() => server?.stop())

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fill-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function open(database: Parameters<typeof openStore>[0]['database']): Promise<OpenStore> {
  const store = await openStore({ database })
  onTestFinished(store.close)
  return store
}

const kinds = {
  async SQLite() {
    const dataDir = await createFolder()
    return () => open({ kind: 'sqlite', dataDir })
  },
  async Postgres() {
    const url = (await server?.createDatabase()) ?? ''
    return () => open({ kind: 'postgres', url })
  },
}
const available = server === null ? (['SQLite'] as const) : (['SQLite', 'Postgres'] as const)

describe.each(available)('on %s', (kind) => {
  test('an empty folder is filled by one of three replicas, and not when it is empty later', async () => {
    const start = await kinds[kind]()
    const replicas = await Promise.all([start(), start(), start()])
    const folder = join(await createFolder(), 'content')
    await Promise.all(replicas.map((store) => fillNewContent(store, folder)))
    expect((await readdir(folder)).sort()).toEqual(['blog', 'pages', 'site.yaml'])
    // The disk isn't mounted.
    const unmounted = await createFolder()
    await fillNewContent(await start(), unmounted)
    expect(await readdir(unmounted)).toEqual([])
  })
})

test('it is filled also after `printers add`, but not on a site that has had reports', async () => {
  const store = await (await kinds.SQLite())()
  await insertSamplePrinter(store.printers)
  const folder = await createFolder()
  const current = await store.snapshots.listCurrent()
  const reported = [...current].map(([id, one]) => [id, { ...one, observation: {} }] as const)
  const listCurrent = async () => new Map(reported) as typeof current // only whether it is there counts
  await fillNewContent({ ...store, snapshots: { ...store.snapshots, listCurrent } }, folder)
  expect(await readdir(folder)).toEqual([])
  await fillNewContent(store, folder)
  expect(await readdir(folder)).toContain('site.yaml')
})

test.skipIf(process.getuid?.() !== 0)(
  'a folder that its user can’t write is filled when it can',
  async () => {
    const store = await (await kinds.SQLite())()
    const folder = await createFolder()
    await chmod(folder, 0o555)
    await mkdir(join(folder, 'lost+found'))
    // Opens the database's file.
    await store.claims.claim('other', 1)
    const warn = vi.spyOn(getLog(), 'warn')
    process.setegid?.(65_534)
    process.seteuid?.(65_534)
    try {
      await fillNewContent(store, folder)
    } finally {
      process.seteuid?.(0)
      process.setegid?.(0)
    }
    const [message] = warn.mock.calls.flat()
    expect(message).toMatch(/ is empty: user \d+ can't write into it\. .*sudo chown -R \d+ /)
    await fillNewContent(store, folder)
    expect(await readdir(folder)).toContain('site.yaml')
  },
)
