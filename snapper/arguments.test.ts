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

test.each([
  ['--intervall', '30s', '--intervall: unknown option; did you mean --interval?'],
  ['--interval-idel', '10m', '--interval-idel: unknown option; did you mean --interval-idle?'],
  ['-interval', '30s', '-interval: unknown option; did you mean --interval?'],
  ['--dryrun', '--dryrun: unknown option; did you mean --dry-run?'],
  ['--once=yes', '--once: unknown option; did you mean --once?'],
  ['docter', 'docter: unknown command; did you mean doctor?'],
  // Never the value: it may be a password.
  ['--token=hunter2', '--token: unknown option; see --help'],
])('a typo gets one error with a suggestion: %s', (...given) => {
  const error = given.pop()
  expect(parseCommand(given)).toEqual({ errors: [error] })
})

test('every invalid argument is reported', () => {
  expect(parseCommand(['--interval', 'soon', 'now'])).toEqual({
    errors: [
      expect.stringMatching(/^--interval: expected a duration/),
      expect.stringMatching(/^now: /),
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
