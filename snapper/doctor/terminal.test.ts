import { expect, test } from 'vitest'
import type { Check } from './check.ts'
import { showChecks } from './terminal.ts'

const checks: Check[] = [
  { level: 'ok', topic: 'printer', line: 'octoprint 1.11.8' },
  { level: 'ok', topic: 'printer', line: 'Not printing' },
  {
    level: 'fail',
    topic: 'site',
    line: 'HTTP 404 at https://a-rather-long-name.example.org/api/3dprinter/17/, and no printer',
    advice: 'Look at the address again, please',
  },
]

function show(columns: number, isColoured = false): string {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  showChecks(checks, { columns, isColoured, write }, null)
  return text
}

test('columns as narrow as the terminal, with URLs kept whole', () => {
  expect(show(60)).toBe(` ok    printer      octoprint 1.11.8
 ok                 Not printing
 FAIL  site         HTTP 404 at
                    https://a-rather-long-name.example.org/api/3dprinter/17/,
                    and no printer
                    -> Look at the address again, please
`)
})

test('colours only if enabled', () => {
  expect(show(80)).not.toContain('\x1b')
  expect(show(80, true)).toContain('\x1b[31;1mFAIL')
})
