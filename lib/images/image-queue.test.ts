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
import { createTestQueues, type TestQueue } from './pictures.fixture.ts'

const openTestQueue = createTestQueues()

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function prepareOrder(
  testQueue: TestQueue,
  priority: Priority = 'background',
  name = 'picture',
) {
  const { queue, put, folder } = testQueue
  const path = await put(name, await photograph())
  const { sha256 } = await queue.inspect(await put('same', await photograph()))
  const outPath = join(folder, `${priority}.jpg`)
  return {
    path,
    sha256,
    width: 320,
    format: 'jpg',
    allowNarrower: true,
    outPath,
    priority,
  } as const
}

describe('a picture that crashes the image process', () => {
  test('fails after two attempts, and the next picture is processed', async () => {
    const { queue, put, listPids } = await openTestQueue()
    const poison = queue.inspect(await put('crash', await photograph()))
    const good = queue.inspect(await put('good', await photograph()))
    await expect(poison).rejects.toMatchObject({
      code: 'image-process-unavailable',
      retryAfterSeconds: 30,
    })
    expect(await good).toMatchObject({ width: 640, height: 360 })
    expect(await listPids()).toHaveLength(3)
  })

  test('is retried when the process is killed once', async () => {
    const { queue, put, listPids } = await openTestQueue()
    const facts = await queue.inspect(await put('crash-once', await photograph()))
    expect(facts).toMatchObject({ width: 640, height: 360 })
    expect(await listPids()).toHaveLength(2)
  })

  test('is killed at its deadline when it hangs, without a retry, and the next picture is processed', async () => {
    const { queue, put, listPids } = await openTestQueue({ timeoutMs: 3000 })
    const endless = queue.inspect(await put('hang', await photograph()))
    const good = queue.inspect(await put('good', await photograph()))
    await expect(endless).rejects.toThrow('took too long')
    expect(await good).toMatchObject({ width: 640 })
    const [first = 0, ...others] = await listPids()
    expect(isAlive(first)).toBe(false)
    expect(others).toHaveLength(1)
  })

  test.runIf(process.platform === 'linux')(
    'a picture that only waits for a busy machine is not killed',
    async () => {
      const { queue, put } = await openTestQueue({ timeoutMs: 1000 })
      await queue.inspect(await put('first', await photograph()))
      expect(await queue.inspect(await put('wait', await photograph()))).toMatchObject({
        width: 640,
      })
    },
  )

  test('an unreadable file is a storage error, not a bad picture', async () => {
    const { queue, folder } = await openTestQueue()
    await expect(queue.inspect(folder)).rejects.toMatchObject({ code: 'storage-unavailable' })
    await expect(queue.inspect(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'storage-unavailable',
    })
  })

  test.runIf(existsSync('/dev/full'))(
    'a full disk is a storage error, not a bad picture',
    async () => {
      const testQueue = await openTestQueue()
      const order = { ...(await prepareOrder(testQueue)), outPath: '/dev/full' }
      await expect(testQueue.queue.render(order)).rejects.toMatchObject({
        code: 'insufficient-storage',
      })
    },
  )

  test('a process that dies between two jobs is replaced', async () => {
    const { queue, put, listPids } = await openTestQueue()
    await queue.inspect(await put('one', await photograph()))
    const [pid = 0] = await listPids()
    process.kill(pid, 'SIGKILL')
    expect(await queue.inspect(await put('two', await photograph()))).toMatchObject({
      width: 640,
    })
    expect(await listPids()).toHaveLength(2)
  })
})

describe('the life of the image process', () => {
  test('it exits when idle, and is started again for the next job', async () => {
    const { queue, put, listPids } = await openTestQueue({ idleMs: 50 })
    const path = await put('picture', await photograph())
    await queue.inspect(path)
    const [pid = 0] = await listPids()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
    expect(await queue.inspect(path)).toMatchObject({ width: 640 })
    expect(await listPids()).toHaveLength(2)
  })

  test('after `warm` it runs before the first job, and exits if there is none', async () => {
    const { queue, listPids } = await openTestQueue({ idleMs: 1000 })
    queue.warm()
    queue.warm()
    await vi.waitFor(async () => expect(await listPids()).toHaveLength(1), 5000)
    const [pid = 0] = await listPids()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
  })

  test('concurrent jobs share one process', async () => {
    const { queue, put, listPids } = await openTestQueue()
    const path = await put('picture', await photograph())
    await Promise.all(Array.from({ length: 5 }, () => queue.inspect(path)))
    expect(await listPids()).toHaveLength(1)
  })

  const script = (folder: string, name: string, last: string) => `
    import { createImageQueue } from ${JSON.stringify(join(process.cwd(), 'lib/images/image-queue.ts'))}
    const queue = createImageQueue({
      workerPath: ${JSON.stringify(join(folder, 'worker.mjs'))},
      compileCacheDir: ${JSON.stringify(folder)},
    })
    await queue.inspect(${JSON.stringify(join(folder, name))})
    ${last}
  `
  const run = (code: string) => spawn(process.execPath, ['--input-type=module', '-e', code])

  test('it doesn’t keep a finished command alive', async () => {
    const { folder, put, listPids } = await openTestQueue()
    await put('picture', await photograph())
    const [code] = await once(run(script(folder, 'picture', '')), 'exit')
    expect(code).toBe(0)
    const [pid = 0] = await listPids()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
  })

  test.each(['picture', 'busy'])('it exits when the site is killed (%s)', async (name) => {
    const { folder, put, listPids } = await openTestQueue()
    await put(name, await photograph())
    const site = run(script(folder, name, "setInterval(() => {}, 1000); console.log('there')"))
    await once(site.stdout, 'data')
    const [pid = 0] = await listPids()
    expect(isAlive(pid)).toBe(true)
    site.kill('SIGKILL')
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
  })

  test('`close` kills the running job and rejects waiting and later ones', async () => {
    const { queue, put, listPids } = await openTestQueue()
    const running = queue.inspect(await put('hang', await photograph()))
    const waiting = queue.inspect(await put('picture', await photograph()))
    await vi.waitFor(async () => expect(await listPids()).toHaveLength(1), 5000)
    const closing = Promise.allSettled([running, waiting])
    queue.close()
    for (const outcome of [
      ...(await closing),
      ...(await Promise.allSettled([queue.inspect('late')])),
    ])
      expect(outcome).toMatchObject({ reason: { code: 'image-process-unavailable' } })
    const [pid = 0] = await listPids()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
  })
})

describe('the order of the queue', () => {
  test('uploads come before visitors, visitors before background work', async () => {
    const testQueue = await openTestQueue()
    const order = await prepareOrder(testQueue)
    const done: string[] = []
    const request = (priority: Priority) =>
      testQueue.queue
        .render({ ...order, priority, outPath: join(testQueue.folder, `${priority}.jpg`) })
        .then(() => done.push(priority))
    const raised = {
      ...order,
      outPath: join(testQueue.folder, 'raised.jpg'),
      priority: 'background' as Priority,
    }
    const all = [
      testQueue.queue.inspect(order.path).then(() => done.push('first')),
      request('background'),
      request('visitor'),
      testQueue.queue.render(raised).then(() => done.push('raised')),
      testQueue.queue.inspect(order.path).then(() => done.push('upload')),
    ]
    raised.priority = 'visitor'
    await Promise.all(all)
    expect(done).toEqual(['first', 'upload', 'visitor', 'raised', 'background'])
  })

  test('when the queue is full, further jobs are rejected with a time to retry', async () => {
    const { queue, put } = await openTestQueue({ maxWaiting: 2 })
    const path = await put('picture', await photograph())
    const inspections = Array.from({ length: 5 }, () => queue.inspect(path))
    const outcomes = await Promise.allSettled(inspections)
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ])
    expect(outcomes.at(-1)).toMatchObject({ reason: { code: 'busy', retryAfterSeconds: 5 } })
  })

  test('the metrics show running and waiting jobs, and zero afterwards', async () => {
    const { queue, put } = await openTestQueue()
    const path = await put('picture', await photograph())
    const inspections = Array.from({ length: 4 }, () => queue.inspect(path))
    const readGauges = () =>
      ['running', 'waiting'].map((state) => getFastCounter('image_jobs', { state }).value)
    expect(readGauges()).toEqual([1, 3])
    await Promise.all(inspections)
    await vi.waitFor(() => expect(readGauges()).toEqual([0, 0]))
  })
})

describe.runIf(process.platform === 'linux')('the image process on a shared machine', () => {
  async function listNiceness(pid: number): Promise<number[]> {
    const threads = await readdir(`/proc/${pid}/task`)
    const stats = threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8'))
    // After the name in parentheses, which may contain spaces, niceness is the 17th field.
    return (await Promise.all(stats)).map((stat) => Number(stat.split(') ')[1]?.split(' ')[16]))
  }

  test('lowers the priority of all its threads for variants, but not while an upload waits', async () => {
    const testQueue = await openTestQueue()
    const order = await prepareOrder(testQueue)
    const [pid = 0] = await testQueue.listPids()
    expect(new Set(await listNiceness(pid))).toEqual(new Set([getPriority()]))
    await testQueue.queue.render(order)
    expect(new Set(await listNiceness(pid))).toEqual(new Set([19]))
  })

  test('is killed first when memory runs out', async () => {
    const { queue, put, listPids } = await openTestQueue()
    await queue.inspect(await put('picture', await photograph()))
    const [pid = 0] = await listPids()
    expect(await readFile(`/proc/${pid}/oom_score_adj`, 'utf8')).toBe('1000\n')
  })

  test('has no secrets of the site in its environment', async () => {
    vi.stubEnv('SNAPPER_PASSWORD', 'sentinel')
    const { queue, put, listPids } = await openTestQueue()
    await queue.inspect(await put('picture', await photograph()))
    vi.unstubAllEnvs()
    const [pid = 0] = await listPids()
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8')
    expect(environment).toContain('MALLOC_ARENA_MAX=2')
    expect(environment).not.toMatch(/sentinel|NODE_OPTIONS/)
  })
})
