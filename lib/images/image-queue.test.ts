import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { getFastCounter } from '#lib/metrics/counters.ts'
import type { Priority } from './image-queue.ts'
import { photograph } from './jpeg-parts.fixture.ts'
import { offerStudios, type Studio } from './pictures.fixture.ts'

const openStudio = offerStudios()

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function orderVariant(studio: Studio, urgency: Priority = 'nobody', name = 'picture') {
  const { workshop, put, folder } = studio
  const path = await put(name, await photograph())
  const { sha256 } = await workshop.inspect(await put('same', await photograph()))
  const outPath = join(folder, `${urgency}.jpg`)
  return { path, sha256, width: 320, format: 'jpg', takesNarrower: true, outPath, urgency } as const
}

describe('a picture that breaks the image process', () => {
  test('it fails after two tries; the next picture is fine', async () => {
    const { workshop, put, listPids } = await openStudio()
    const poison = workshop.inspect(await put('crash', await photograph()))
    const good = workshop.inspect(await put('good', await photograph()))
    await expect(poison).rejects.toMatchObject({
      code: 'image-process-unavailable',
      retryAfterSeconds: 30,
    })
    expect(await good).toMatchObject({ width: 640, height: 360 })
    expect(await listPids()).toHaveLength(3)
  })

  test('a process killed once over a picture costs nobody anything', async () => {
    const { workshop, put, listPids } = await openStudio()
    const facts = await workshop.inspect(await put('crash-once', await photograph()))
    expect(facts).toMatchObject({ width: 640, height: 360 })
    expect(await listPids()).toHaveLength(2)
  })

  test('one that takes for ever is killed at its deadline, once; the next picture is fine', async () => {
    const { workshop, put, listPids } = await openStudio({ deadlineMs: 3000 })
    const endless = workshop.inspect(await put('hang', await photograph()))
    const good = workshop.inspect(await put('good', await photograph()))
    await expect(endless).rejects.toThrow('took too long')
    expect(await good).toMatchObject({ width: 640 })
    const [first = 0, ...others] = await listPids()
    expect(isAlive(first)).toBe(false)
    expect(others).toHaveLength(1)
  })

  test('a file that can’t be read is no fault of the picture', async () => {
    const { workshop, folder } = await openStudio()
    await expect(workshop.inspect(folder)).rejects.toMatchObject({ code: 'storage-unavailable' })
    await expect(workshop.inspect(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'storage-unavailable',
    })
  })

  test.runIf(existsSync('/dev/full'))(
    'a full disk is told as such, and not as a bad picture',
    async () => {
      const studio = await openStudio()
      const order = { ...(await orderVariant(studio)), outPath: '/dev/full' }
      await expect(studio.workshop.render(order)).rejects.toMatchObject({
        code: 'insufficient-storage',
      })
    },
  )

  test('a process that dies between two pictures is replaced', async () => {
    const { workshop, put, listPids } = await openStudio()
    await workshop.inspect(await put('one', await photograph()))
    const [pid = 0] = await listPids()
    process.kill(pid, 'SIGKILL')
    expect(await workshop.inspect(await put('two', await photograph()))).toMatchObject({
      width: 640,
    })
    expect(await listPids()).toHaveLength(2)
  })
})

describe('the image process comes and goes', () => {
  test('it leaves when it has had nothing to do, and comes back', async () => {
    const { workshop, put, listPids } = await openStudio({ idleMs: 50 })
    const path = await put('picture', await photograph())
    await workshop.inspect(path)
    const [pid = 0] = await listPids()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
    expect(await workshop.inspect(path)).toMatchObject({ width: 640 })
    expect(await listPids()).toHaveLength(2)
  })

  test('warmed, it is there before its first picture, and leaves if none comes', async () => {
    const { workshop, listPids } = await openStudio({ idleMs: 1000 })
    workshop.warm()
    workshop.warm()
    await vi.waitFor(async () => expect(await listPids()).toHaveLength(1), 5000)
    const [pid = 0] = await listPids()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
  })

  test('many pictures at once share one', async () => {
    const { workshop, put, listPids } = await openStudio()
    const path = await put('picture', await photograph())
    await Promise.all(Array.from({ length: 5 }, () => workshop.inspect(path)))
    expect(await listPids()).toHaveLength(1)
  })

  const script = (folder: string, name: string, last: string) => `
    import { createImageQueue } from ${JSON.stringify(join(process.cwd(), 'lib/images/image-queue.ts'))}
    const workshop = createImageQueue({
      workerPath: ${JSON.stringify(join(folder, 'worker.mjs'))},
      compileCacheDir: ${JSON.stringify(folder)},
    })
    await workshop.inspect(${JSON.stringify(join(folder, name))})
    ${last}
  `
  const run = (code: string) => spawn(process.execPath, ['--input-type=module', '-e', code])

  test('it doesn’t keep a command alive that has done its work', async () => {
    const { folder, put, listPids } = await openStudio()
    await put('picture', await photograph())
    const [code] = await once(run(script(folder, 'picture', '')), 'exit')
    expect(code).toBe(0)
    const [pid = 0] = await listPids()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
  })

  test.each(['picture', 'busy'])(
    'killed, the site leaves no image process behind (%s)',
    async (name) => {
      const { folder, put, listPids } = await openStudio()
      await put(name, await photograph())
      const site = run(script(folder, name, "setInterval(() => {}, 1000); console.log('there')"))
      await once(site.stdout, 'data')
      const [pid = 0] = await listPids()
      expect(isAlive(pid)).toBe(true)
      site.kill('SIGKILL')
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
    },
  )

  test('closed, it ends what runs, refuses what waits, and takes nothing more', async () => {
    const { workshop, put, listPids } = await openStudio()
    const running = workshop.inspect(await put('hang', await photograph()))
    const waiting = workshop.inspect(await put('picture', await photograph()))
    await vi.waitFor(async () => expect(await listPids()).toHaveLength(1), 5000)
    const refused = Promise.allSettled([running, waiting])
    workshop.close()
    for (const outcome of [
      ...(await refused),
      ...(await Promise.allSettled([workshop.inspect('late')])),
    ])
      expect(outcome).toMatchObject({ reason: { code: 'image-process-unavailable' } })
    const [pid = 0] = await listPids()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
  })
})

describe('who waits longest', () => {
  test('an upload goes before a visitor, a visitor before work ahead', async () => {
    const studio = await openStudio()
    const order = await orderVariant(studio)
    const done: string[] = []
    const ask = (urgency: Priority) =>
      studio.workshop
        .render({ ...order, urgency, outPath: join(studio.folder, `${urgency}.jpg`) })
        .then(() => done.push(urgency))
    const raised = {
      ...order,
      outPath: join(studio.folder, 'raised.jpg'),
      urgency: 'nobody' as Priority,
    }
    const all = [
      studio.workshop.inspect(order.path).then(() => done.push('first')),
      ask('nobody'),
      ask('visitor'),
      studio.workshop.render(raised).then(() => done.push('raised')),
      studio.workshop.inspect(order.path).then(() => done.push('upload')),
    ]
    raised.urgency = 'visitor'
    await Promise.all(all)
    expect(done).toEqual(['first', 'upload', 'visitor', 'raised', 'nobody'])
  })

  test('when too many wait, the next is told to come back', async () => {
    const { workshop, put } = await openStudio({ maxWaiting: 2 })
    const path = await put('picture', await photograph())
    const asked = Array.from({ length: 5 }, () => workshop.inspect(path))
    const outcomes = await Promise.allSettled(asked)
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ])
    expect(outcomes.at(-1)).toMatchObject({ reason: { code: 'busy', retryAfterSeconds: 5 } })
  })

  test('the metrics tell how many work and wait, also when it is over', async () => {
    const { workshop, put } = await openStudio()
    const path = await put('picture', await photograph())
    const asked = Array.from({ length: 4 }, () => workshop.inspect(path))
    const tell = () =>
      ['running', 'waiting'].map((state) => getFastCounter('image_jobs', { state }).value)
    expect(tell()).toEqual([1, 3])
    await Promise.all(asked)
    await vi.waitFor(() => expect(tell()).toEqual([0, 0]))
  })
})

describe.runIf(process.platform === 'linux')('the image process is a good neighbour', () => {
  async function listNiceness(pid: number): Promise<number[]> {
    const threads = await readdir(`/proc/${pid}/task`)
    const stats = threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8'))
    // Behind the name in parentheses, which may hold spaces, niceness is the 17th field.
    return (await Promise.all(stats)).map((stat) => Number(stat.split(') ')[1]?.split(' ')[16]))
  }

  test('every thread of it gives way while it makes variants, none while an upload waits', async () => {
    const studio = await openStudio()
    const order = await orderVariant(studio)
    const [pid = 0] = await studio.listPids()
    expect(new Set(await listNiceness(pid))).toEqual(new Set([getPriority()]))
    await studio.workshop.render(order)
    expect(new Set(await listNiceness(pid))).toEqual(new Set([19]))
  })

  test('it goes first when memory runs out', async () => {
    const { workshop, put, listPids } = await openStudio()
    await workshop.inspect(await put('picture', await photograph()))
    const [pid = 0] = await listPids()
    expect(await readFile(`/proc/${pid}/oom_score_adj`, 'utf8')).toBe('1000\n')
  })

  test('it knows nothing of the site’s secrets', async () => {
    vi.stubEnv('SNAPPER_PASSWORD', 'sentinel')
    const { workshop, put, listPids } = await openStudio()
    await workshop.inspect(await put('picture', await photograph()))
    vi.unstubAllEnvs()
    const [pid = 0] = await listPids()
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8')
    expect(environment).toContain('MALLOC_ARENA_MAX=2')
    expect(environment).not.toMatch(/sentinel|NODE_OPTIONS/)
  })
})
