import { expect, test } from 'vitest'
import { createTokenBucket } from './token-bucket.ts'

const hourMs = 3_600_000
const startMs = Date.UTC(2026, 10, 22, 10, 30)

test('no 24 hours exceed the budget, whatever the pattern', () => {
  let nowMs = startMs
  const bucket = createTokenBucket(24_000_000, null, () => nowMs)
  const spent: { atMs: number; bytes: number }[] = []
  // Spend everything available at uneven times, for three days.
  for (let step = 0; nowMs < startMs + 72 * hourMs; step += 1) {
    const bytes = bucket.available()
    bucket.spend(bytes)
    spent.push({ atMs: nowMs, bytes })
    nowMs += ((step * 7919) % 3600) * 1000
  }
  for (const { atMs } of spent) {
    const within = spent.filter((entry) => entry.atMs >= atMs && entry.atMs < atMs + 24 * hourMs)
    const sum = within.reduce((bytes, entry) => bytes + entry.bytes, 0)
    expect(sum).toBeLessThanOrEqual(24_000_001)
  }
  expect(spent.reduce((bytes, entry) => bytes + entry.bytes, 0)).toBeGreaterThan(60_000_000)
})

test('without a budget everything may be spent, counted by day', () => {
  let nowMs = startMs
  const bucket = createTokenBucket(null, null, () => nowMs)
  bucket.spend(1000)
  bucket.spend(500)
  expect(bucket.available()).toBe(Number.POSITIVE_INFINITY)
  expect(bucket.spentToday()).toBe(1500)
  nowMs += 14 * hourMs
  expect(bucket.spentToday()).toBe(0)
})

test('a restart changes nothing, and a clock set back adds nothing', () => {
  let nowMs = startMs
  const first = createTokenBucket(24_000_000, null, () => nowMs)
  first.spend(first.available())
  const second = createTokenBucket(24_000_000, first.state(), () => nowMs)
  expect(second.available()).toBe(0)
  nowMs -= 5 * hourMs
  expect(second.available()).toBe(0)
})
