import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('so many have a turn at a time, the next one in the order of the calls, and who stops waiting takes none', async () => {
  const takeTurn = createTurns(4)
  const begun: number[] = []
  const take = async (number: number, signal?: AbortSignal) => {
    const end = await takeTurn('host', signal)
    begun.push(number)
    return end
  }
  const stop = new AbortController()
  const turns = [0, 1, 2, 3, 4].map((number) => take(number))
  const stopped = take(5, stop.signal)
  const last = take(6)
  const [first, second] = await Promise.all(turns.slice(0, 4))
  expect(begun).toEqual([0, 1, 2, 3])
  await takeTurn('other')
  stop.abort(new Error('stopped'))
  await expect(stopped).rejects.toThrow('stopped')
  first?.()
  first?.()
  await turns[4]
  expect(begun).toEqual([0, 1, 2, 3, 4])
  second?.()
  await last
  expect(begun).toEqual([0, 1, 2, 3, 4, 6])
})
