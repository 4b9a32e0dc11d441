import { expect, test } from 'vitest'
import { shareCalls } from './share-calls.ts'

test('callers during a call share the next one, and see what changed after theirs began', async () => {
  let state = 0
  let calls = 0
  const read = shareCalls(async () => {
    calls += 1
    const seen = state
    await new Promise((resolve) => setTimeout(resolve, 5))
    return seen
  })
  const first = read()
  await Promise.resolve()
  await Promise.resolve()
  state = 1
  const others = Array.from({ length: 50 }, () => read())
  expect([await first, ...(await Promise.all(others))]).toEqual([0, ...others.map(() => 1)])
  expect(calls).toBe(2)
})

test('a call that fails, fails for its callers only', async () => {
  let isDown = true
  const read = shareCalls(async () => {
    if (isDown) throw new Error('outage')
    return 'up'
  })
  const failed = [read(), read()]
  for (const each of failed) await expect(each).rejects.toThrow('outage')
  isDown = false
  expect(await read()).toBe('up')
})
