import { expect, test } from 'vitest'
import { nextTurn } from './next-turn.ts'

test('each that waits gets a turn of the event loop of its own', async () => {
  let turn = 0
  const count = () => {
    turn += 1
    if (turn < 20) setImmediate(count)
  }
  setImmediate(count)
  const turns = await Promise.all(
    Array.from({ length: 5 }, async () => {
      await nextTurn()
      return turn
    }),
  )
  expect(new Set(turns).size).toBe(5)
})
