import { expect, test } from 'vitest'
import { parseArgs } from './arguments.ts'

test.each([
  [[], { kind: 'once' }],
  [['--once'], { kind: 'once' }],
  [['--dry-run'], { kind: 'dry-run' }],
  [['--interval', '30s'], { kind: 'resident', everySeconds: 30, idleSeconds: 30 }],
  [
    ['--interval=30s', '--interval-idle', '10m'],
    { kind: 'resident', everySeconds: 30, idleSeconds: 600 },
  ],
  [['--interval', '1h'], { kind: 'resident', everySeconds: 3600, idleSeconds: 3600 }],
  [['--interval', '45'], { kind: 'resident', everySeconds: 45, idleSeconds: 45 }],
  [['doctor'], { kind: 'doctor', sends: false }],
  [['doctor', '--send'], { kind: 'doctor', sends: true }],
  [['--version'], { kind: 'version' }],
  [['--nonsense', '--help'], { kind: 'help' }],
])('%j', (args, command) => {
  expect(parseArgs(args)).toEqual({ command })
})

test('every wrong argument is named', () => {
  expect(parseArgs(['--interval', 'soon', '--fast', 'now', '--token=hunter2'])).toEqual({
    faults: [
      expect.stringMatching(/^--interval: give a time/),
      expect.stringMatching(/^--fast: /),
      expect.stringMatching(/^now: /),
      '--token: no such option; see --help',
    ],
  })
  expect(parseArgs(['--interval'])).toHaveProperty('faults')
  expect(parseArgs(['--interval', '0s'])).toHaveProperty('faults')
  expect(parseArgs(['--once', '--interval', '30s'])).toHaveProperty('faults')
  expect(parseArgs(['--dry-run', '--interval', '30s'])).toHaveProperty('faults')
  expect(parseArgs(['--interval-idle', '10m'])).toHaveProperty('faults')
  expect(parseArgs(['--send'])).toHaveProperty('faults')
  expect(parseArgs(['doctor', '--once'])).toHaveProperty('faults')
  expect(parseArgs(['--interval', '30s', '--interval-idle', '10s'])).toHaveProperty('faults')
})
