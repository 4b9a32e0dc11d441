import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Claims, oncePerCluster } from './once-per-cluster.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Replicas with one database and one blob store. */
function openCluster() {
  const blobs = new Map<string, string>()
  const owners = new Map<string, { owner: number; untilMs: number }>()
  const made: number[] = []
  const openClaims = (owner: number): Claims => ({
    async claim(name, forMs) {
      const held = owners.get(name)
      if (held && held.owner !== owner && held.untilMs > Date.now()) return false
      owners.set(name, { owner, untilMs: Date.now() + forMs })
      return true
    },
    async release(name) {
      if (owners.get(name)?.owner === owner) owners.delete(name)
    },
  })
  const get = (replica: number, work: () => Promise<void>, claims = openClaims(replica)) =>
    oncePerCluster(claims, 'variant', {
      find: async () => blobs.get('variant') ?? null,
      async make() {
        made.push(replica)
        await work()
        blobs.set('variant', `by ${replica}`)
        return `by ${replica}`
      },
    })
  return { made, openClaims, get }
}

const seconds = (count: number) => () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, count * 1000)
  })

test('three replicas that need the same variant make it once, even if it takes a minute', async () => {
  const { get, made } = openCluster()
  const results = Promise.all([1, 2, 3].map((replica) => get(replica, seconds(60))))
  await vi.advanceTimersByTimeAsync(61_000)
  expect(new Set(await results).size).toBe(1)
  expect(made).toHaveLength(1)
})

test('the work of a replica that was killed is done by another', async () => {
  const { get, made, openClaims } = openCluster()
  await openClaims(1).claim('variant', 15_000)
  const result = get(2, seconds(1))
  await vi.advanceTimersByTimeAsync(17_000)
  expect(await result).toBe('by 2')
  expect(made).toEqual([2])
})

test('work that fails is tried by the next one', async () => {
  const { get, made } = openCluster()
  const fails = async () => {
    await seconds(1)()
    throw new Error('no memory')
  }
  const first = expect(get(1, fails)).rejects.toThrow('no memory')
  const second = get(2, seconds(1))
  await vi.advanceTimersByTimeAsync(3000)
  await first
  expect(await second).toBe('by 2')
  expect(made).toEqual([1, 2])
})

test('without the database it is made all the same', async () => {
  const { get, made } = openCluster()
  const down = () => Promise.reject(new Error('down'))
  const result = get(1, seconds(20), { claim: down, release: down })
  await vi.advanceTimersByTimeAsync(20_000)
  expect(await result).toBe('by 1')
  expect(made).toEqual([1])
})
