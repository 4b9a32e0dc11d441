import { expect, test } from 'vitest'
import { parseCommand } from './arguments.ts'

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
  expect(parseCommand(args)).toEqual({ command })
})

test('every invalid argument is reported', () => {
  expect(parseCommand(['--interval', 'soon', '--fast', 'now', '--token=hunter2'])).toEqual({
    errors: [
      expect.stringMatching(/^--interval: expected a duration/),
      expect.stringMatching(/^--fast: /),
      expect.stringMatching(/^now: /),
      '--token: unknown option; see --help',
    ],
  })
  expect(parseCommand(['--interval'])).toHaveProperty('errors')
  expect(parseCommand(['--interval', '0s'])).toHaveProperty('errors')
  expect(parseCommand(['--once', '--interval', '30s'])).toHaveProperty('errors')
  expect(parseCommand(['--dry-run', '--interval', '30s'])).toHaveProperty('errors')
  expect(parseCommand(['--interval-idle', '10m'])).toHaveProperty('errors')
  expect(parseCommand(['--send'])).toHaveProperty('errors')
  expect(parseCommand(['doctor', '--once'])).toHaveProperty('errors')
  expect(parseCommand(['--interval', '30s', '--interval-idle', '10s'])).toHaveProperty('errors')
})
