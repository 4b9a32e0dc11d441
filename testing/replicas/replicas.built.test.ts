import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  measureConsistency,
  measureKills,
  measureOutage,
  measureVariants,
  outages,
} from './promises.ts'
import { type Cluster, startCluster } from './start-cluster.ts'

/* In short; `npm run bench -- replicas` measures the same for longer. */

const folder = mkdtempSync(join(tmpdir(), 'paparazza-replicas-'))
const stops: (() => unknown)[] = []
let cluster: Cluster

beforeAll(async () => {
  cluster = await startCluster(folder, (stop) => stops.push(stop))
})
afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
  rmSync(folder, { recursive: true, force: true })
})

test('an acknowledged report is shown by every replica, and no client sees time run backwards', async () => {
  const { polls, backwards, missingAcknowledged } = await measureConsistency(cluster, 5)
  expect(polls).toBeGreaterThan(20)
  expect({ backwards, missingAcknowledged }).toEqual({ backwards: 0, missingAcknowledged: 0 })
})

test('each variant is made once, whichever replicas are asked for it', async () => {
  const { variants, renders } = await measureVariants(cluster, 2)
  expect(renders).toBe(variants)
})

test('replicas that are killed lose no acknowledged report, and behind a retrying proxy no poll', async () => {
  const result = await measureKills(cluster, { kills: 3, everyMs: 2000 })
  expect(result.acknowledged).toBeGreaterThan(0)
  expect(result).toMatchObject({ lost: 0, failedPolls: 0, backwards: 0 })
})

test.each(outages)('$name: pages, or a plain 503, and healed without a restart', async (outage) => {
  const { statuses } = await measureOutage(cluster, outage, 3)
  for (const status of statuses) expect(status).toMatch(/^(pages 200|printer (200|503)): /)
})
