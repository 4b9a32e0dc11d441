import { expect, test } from 'vitest'
import { createNameMatcher } from './match-name.ts'

const judge = (query: string, name: string) => {
  const { isMatch, isSimilar } = createNameMatcher(query)
  return isMatch(name) ? 'match' : isSimilar(name) ? 'similar' : null
}

test.each([
  ['dual', 'dual_rail-v2.gcode', 'match'],
  ['RAIL dual', 'dual_rail-v2.gcode', 'match'],
  ['v2', 'dual_rail-v2.gcode', 'match'],
  ['gehause', 'Gehäuse.gcode', 'match'],
  ['工', '工具箱', 'match'],
  ['orchestral', 'dual_rail', null],
  ['chmarks', 'benchmarks', 'similar'],
  ['dual boat', 'dual_rail', null],
  ['a', 'dual_rail', null],
  ['', 'dual_rail', null],
  ['?!', 'dual_rail', null],
  ['constructor', 'dual_rail', null],
] as const)('“%s” and %s: %s', (query, name, expected) => {
  expect(judge(query, name)).toBe(expected)
})
