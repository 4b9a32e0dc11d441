import { afterEach, expect, test } from 'vitest'
import { createLog } from '#lib/app-context/log.ts'
import { redirectConsole } from './console-log.ts'

const own = { ...console }
afterEach(() => Object.assign(console, own))

test('each console call of Next’s becomes one JSON line, without colours', () => {
  const lines: string[] = []
  redirectConsole(createLog('info', { write: (line) => lines.push(line) }))
  console.log('\u001b[32mRunning\u001b[0m %s took 42ms\nand more', 'next.config.js')
  console.error(new Error('boom'))
  console.error('render failed:', new Error('boom'))
  Object.assign(console, own)
  const parsed = lines.map((line) => JSON.parse(line))
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
  expect(parsed).toMatchObject([
    { level: 'info', msg: expect.stringContaining('Running next.config.js took 42ms') },
    { level: 'error', msg: 'boom', err: { stack: expect.stringContaining('at ') } },
    { level: 'error', msg: 'render failed:', err: { message: 'boom' } },
  ])
})
