import { expect, test } from 'vitest'
import { parseArgs } from './args.ts'

test.each([
  [[], { kind: 'shot', isDryRun: false }],
  [['--once'], { kind: 'shot', isDryRun: false }],
  [['--dry-run'], { kind: 'shot', isDryRun: true }],
  [['--interval', '30s'], { kind: 'loop', everySeconds: 30, isDryRun: false }],
  [['--interval=10m', '--dry-run'], { kind: 'loop', everySeconds: 600, isDryRun: true }],
  [['--interval', '1h'], { kind: 'loop', everySeconds: 3600, isDryRun: false }],
  [['--interval', '45'], { kind: 'loop', everySeconds: 45, isDryRun: false }],
  [['--version'], { kind: 'version' }],
  [['--nonsense', '--help'], { kind: 'help' }],
])('%j', (args, command) => {
  expect(parseArgs(args)).toEqual({ command })
})

test('every wrong argument is named', () => {
  expect(parseArgs(['--interval', 'soon', '--fast', 'now'])).toEqual({
    faults: [
      expect.stringMatching(/^--interval: give a time/),
      expect.stringMatching(/^--fast: /),
      expect.stringMatching(/^now: /),
    ],
  })
  expect(parseArgs(['--interval'])).toHaveProperty('faults')
  expect(parseArgs(['--interval', '0s'])).toHaveProperty('faults')
  expect(parseArgs(['--once', '--interval', '30s'])).toHaveProperty('faults')
})
