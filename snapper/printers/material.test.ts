import { expect, test } from 'vitest'
import type { ApiResponse } from './fetch-api.ts'
import { normaliseMoonraker } from './moonraker.ts'
import { normalisePrusaLink } from './prusalink.ts'
import { watchSpool } from './spool.ts'

const answer = (body: object): ApiResponse => ({ kind: 'object', body: { ...body } })
const moonraker = (info: object, metadata: object) =>
  normaliseMoonraker(
    answer({ result: { status: { print_stats: { state: 'printing', filename: 'a', info } } } }),
    answer({ result: metadata }),
  )

test('Moonraker’s layer and what the slicer has written into the file are reported', () => {
  const metadata = {
    nozzle_diameter: 0.4,
    filament_type: 'PLA;PLA;PETG',
    filament_colors: ['#FF0000', '#00FF00'],
    layer_count: 210,
  }
  expect(moonraker({ current_layer: 45, total_layer: null }, metadata)).toMatchObject({
    layer: 45,
    layers: 210,
    nozzleDiameterMm: 0.4,
    filamentType: 'PLA, PETG',
    filamentColor: '#FF0000,#00FF00',
  })
})

test('values that make no sense are unknown', () => {
  const metadata = {
    nozzle_diameter: 'x',
    filament_type: 7,
    filament_colors: 'red',
    layer_count: {},
  }
  expect(moonraker({ current_layer: -1, total_layer: 'x' }, metadata)).toMatchObject({
    layer: null,
    layers: null,
    nozzleDiameterMm: null,
    filamentType: null,
  })
})

test('PrusaLink’s nozzle and filament are those of the file', () => {
  const meta = { filament_type: 'PETG', nozzle_diameter: 0.6 }
  const status = answer({ printer: { state: 'PRINTING' } })
  expect(normalisePrusaLink(status, answer({ file: { name: 'a', meta } }))).toMatchObject({
    filamentType: 'PETG',
    nozzleDiameterMm: 0.6,
  })
})

test('a server without spools is asked once, one with them every few minutes', async () => {
  const { signal } = new AbortController()
  let asked = 0
  const watch = (response: ApiResponse) =>
    watchSpool(
      async () => {
        asked += 1
        return response
      },
      () => ({ filamentName: 'My last spool' }),
    )
  const present = watch(answer({}))
  expect(await present(signal)).toEqual({ filamentName: 'My last spool' })
  expect(await present(signal)).toEqual({ filamentName: 'My last spool' })
  expect(asked).toBe(1)
  await watch({ kind: 'status', status: 404, challenge: null })(signal)
  expect(asked).toBe(2)
})
