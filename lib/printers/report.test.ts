import { expect, test } from 'vitest'
import { parseReport } from './report.ts'

const parse = (fields: Record<string, unknown>, origin: 'form' | 'json' = 'form') =>
  parseReport(new Map(Object.entries(fields)), origin).reading

test.each([
  [{ filament_used_mm: '-1' }, 'form'],
  [{ filament_used_mm: 'much' }, 'form'],
  [{ filament_total_mm: '1e99' }, 'form'],
  [{ filament_total_mm: '8' }, 'json'],
] as const)('filament of %o is rejected, and the error names the field', (fields, origin) => {
  expect(() => parse(fields, origin)).toThrow(Object.keys(fields)[0])
})

test('filament is parsed from text and from numbers, with either field alone or neither', () => {
  const parseFilament = (fields: Record<string, unknown>, origin: 'form' | 'json') => {
    const reading = parse(fields, origin)
    return [reading?.filamentUsedMm, reading?.filamentTotalMm]
  }
  expect(parseFilament({ filament_used_mm: '812.4' }, 'form')).toEqual([812.4, null])
  expect(parseFilament({ filament_total_mm: 900 }, 'json')).toEqual([null, 900])
  expect(parseFilament({ filament_total_mm: null, status: '' }, 'json')).toEqual([null, null])
  expect(parseFilament({ status: 'x' }, 'form')).toEqual([null, null])
})

test.each([
  [
    { layer: '45', layers: '210' },
    { layer: 45, layers: 210 },
  ],
  [
    { layer: '211', layers: '210' },
    { layer: null, layers: 210 },
  ],
  [
    { layer: '-1', layers: '-1' },
    { layer: null, layers: null },
  ],
  [
    { layer: '3', layers: '0' },
    { layer: 3, layers: null },
  ],
  [
    { layer: '1.5', layers: 'many' },
    { layer: null, layers: null },
  ],
  [{ nozzle_diameter_mm: '0.4' }, { nozzleDiameterMm: 0.4 }],
  [{ nozzle_diameter_mm: '400' }, { nozzleDiameterMm: null }],
  [{ filament_color: 'FF0000FF' }, { filamentColor: '#ff0000' }],
  [{ filament_color: 'red' }, { filamentColor: null }],
  [{ filament_color: '#f00;#00ff00' }, { filamentColor: '#ff0000,#00ff00' }],
  [{ filament_type: ' ' }, { filamentType: null }],
  [{ filament_type: 'P\u0000LA' }, { filamentType: null }],
  [{ filament_type: 'PLA'.repeat(50) }, { filamentType: 'PLA'.repeat(50).slice(0, 100) }],
  [{ filament_name: 'Galaxy \u202eBlack' }, { filamentName: 'Galaxy Black' }],
  [{ filament_remaining_g: '-12' }, { filamentRemainingG: null }],
  [{ filament_remaining_g: '512.3' }, { filamentRemainingG: 512.3 }],
])('%j is read as %j, and the reading is kept', (fields, expected) => {
  expect(parse({ ...fields, progress: '42' })).toMatchObject({ ...expected, progress: 42 })
})

test('an empty job name is no job, so that it does not end the current one', () => {
  expect(parse({ job_name: '', state: 'idle' })?.jobName).toBeNull()
})

test('a name that is too long is cut and loses no report', () => {
  const name = `${'🖨'.repeat(150)} ${'x'.repeat(300)}`
  expect(parse({ job_name: name })?.jobName).toBe(`${'🖨'.repeat(150)} ${'x'.repeat(49)}`)
  const source = JSON.stringify({ backend: 'b'.repeat(200), snapper: '1' })
  expect(parse({ source, state: 'idle' })?.state).toBe('idle')
})

test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
  'a heater with the name %s is rejected by name',
  (name) => {
    const temperatures = { [name]: { actual: 20, target: null } }
    const parse = () => parseReport(new Map([['temperatures', temperatures]]), 'json')
    expect(parse).toThrow(/temperatures\/\w+: is a reserved name/)
  },
)

test.each([
  ['progress', 400, 'is more than 100'],
  ['progress', -1, 'is less than 0'],
  ['progress', 'half', 'is not a number'],
  ['status', 7, 'is not text'],
  ['state', 'happy', 'is none of unreachable, unauthorized, '],
  ['temperatures', 'hot', 'is not an object'],
])('%s: %s %s', (name, value, why) => {
  const parse = () => parseReport(new Map<string, unknown>([[name, value]]), 'json')
  expect(parse).toThrow(`${name}: ${why}`)
})

test('a JSON pointer escapes the slash and the tilde of a name', () => {
  const temperatures = { 'a/b~c': { actual: 'hot', target: null } }
  expect(() => parseReport(new Map([['temperatures', temperatures]]), 'json')).toThrow(
    expect.objectContaining({
      fieldErrors: [expect.objectContaining({ pointer: '/temperatures/a~1b~0c' })],
    }),
  )
})

test('a heater with the name __proto__ changes no object', () => {
  const temperatures = JSON.parse(
    '{"__proto__": {"actual": 20, "target": null}, "bed": {"actual": 60, "target": 60}}',
  )
  const { reading } = parseReport(new Map([['temperatures', temperatures]]), 'json')
  expect(reading?.temperatures).toEqual({ bed: { actual: 60, target: 60 } })
  expect(Object.getPrototypeOf(reading?.temperatures)).toBe(Object.prototype)
})

test('the original snapper’s text for an idle printer is the state idle, and no other text is a state', () => {
  expect(parse({ status: 'Not currently printing' })).toMatchObject({ state: 'idle' })
  expect(parse({ status: 'Failed to retrieve printer status' })?.state).toBeNull()
  expect(parse({ status: 'Not currently printing', state: 'paused' })?.state).toBe('paused')
})
