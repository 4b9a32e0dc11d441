import { describe, expect, test } from 'vitest'
import { derivePrints } from './prints.ts'
import type { Sighting } from './prints-types.ts'
import type { PrinterState } from './wire/states.ts'

const start = Date.parse('2026-11-22T12:00:00Z')
const at = (minutes: number) => new Date(start + minutes * 60_000)

type Facts = Partial<Omit<Sighting, 'observedAt' | 'state'>>
/** [minute, state, what else the printer said] */
type Told = [number, PrinterState | null, Facts?]

const job = (
  jobName: string,
  progress: number | null = null,
  elapsedMinutes: number | null = null,
) => ({
  jobName,
  progress,
  elapsedSeconds: elapsedMinutes === null ? null : elapsedMinutes * 60,
})

function see(told: Told[]): Sighting[] {
  return told.map(([minute, state, facts]) => ({
    observedAt: at(minute),
    state,
    progress: null,
    jobName: null,
    elapsedSeconds: null,
    remainingSeconds: null,
    temperatures: null,
    intervalSeconds: null,
    ...facts,
  }))
}

const derive = (told: Told[]) => derivePrints(see(told), 600).prints
const minute = (time: Date | null | undefined) =>
  time ? (time.getTime() - start) / 60_000 : (time ?? null)
const brief = (told: Told[]) =>
  derive(told).map(({ jobName, outcome, started, ended }) => [
    jobName,
    outcome,
    [minute(started.notBefore), minute(started.notAfter)],
    ended && [minute(ended.notBefore), minute(ended.notAfter)],
  ])

describe('what makes no print', () => {
  test.each<[string, Told[]]>([
    ['nothing', []],
    [
      'a sender of texts that knows no states',
      [
        [0, null],
        [10, null, { progress: 40 }],
      ],
    ],
    [
      'a printer that stands idle',
      [
        [0, 'idle'],
        [10, 'offline'],
        [20, 'idle'],
      ],
    ],
    [
      'a printer that gives no answer',
      [
        [0, 'unreachable'],
        [10, 'unauthorized'],
        [20, 'unknown'],
      ],
    ],
    ['a finished print that was never seen printing', [[0, 'finished', job('a', 100, 60)]]],
    [
      'an old fault',
      [
        [0, 'error'],
        [10, 'error'],
      ],
    ],
    [
      'a file that goes to the card',
      [
        [0, 'idle'],
        [10, 'transferring', job('a', 40)],
        [20, 'idle'],
      ],
    ],
    [
      'a printer that is busy with nothing',
      [
        [0, 'idle'],
        [10, 'starting'],
        [20, 'idle'],
      ],
    ],
  ])('%s', (_, told) => {
    expect(brief(told)).toEqual([])
  })
})

describe('one print', () => {
  test.each<[string, Told[], unknown]>([
    [
      'begins and ends between two looks',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 5)],
        [20, 'printing', job('a', 60)],
        [30, 'finished', job('a', 100)],
      ],
      ['a', 'finished', [0, 10], [20, 30]],
    ],
    [
      'dates its start by its own clock, and its end too',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 5, 8)],
        [20, 'printing', job('a', 60, 18)],
        [30, 'finished', job('a', 100, 25)],
      ],
      ['a', 'finished', [0, 2], [27, 30]],
    ],
    [
      'was under way when the site first looked',
      [
        [0, 'printing', job('a', 50, 100)],
        [10, 'finished', job('a', 100)],
      ],
      ['a', 'finished', [null, -100], [0, 10]],
    ],
    [
      'runs',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 5)],
      ],
      ['a', 'running', [0, 10], null],
    ],
    [
      'is cancelled',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 5)],
        [20, 'cancelled', job('a')],
      ],
      ['a', 'cancelled', [0, 10], [10, 20]],
    ],
    [
      'is being cancelled when it is last seen',
      [
        [0, 'idle'],
        [10, 'cancelling', job('a', 5)],
        [20, 'idle'],
      ],
      ['a', 'cancelled', [0, 10], [10, 20]],
    ],
    [
      'fails',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 5)],
        [20, 'error'],
        [30, 'error'],
        [40, 'idle'],
      ],
      ['a', 'failed', [0, 10], [10, 20]],
    ],
    [
      'is long over when the owner looks after days: one end only',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 50, 10)],
        [20, 'finished', job('a', 100, 19)],
        [3000, 'finished', job('a', 100, 19)],
        [3010, 'offline'],
        [3020, 'finished', job('a', 100, 19)],
        [9000, 'finished', job('a', 100, 19)],
      ],
      ['a', 'finished', [0, 0], [19, 20]],
    ],
    [
      'is paused for longer than it prints',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 50, 9)],
        [20, 'pausing', job('a', 55, 15)],
        [300, 'paused', job('a', 55, 15)],
        [310, 'resuming', job('a', 55, 15)],
        [320, 'printing', job('a', 60, 24)],
        [330, 'finished', job('a', 100, 30)],
      ],
      ['a', 'finished', [0, 1], [326, 330]],
    ],
    [
      'goes on while the printer can’t be asked',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 5)],
        [20, 'unreachable'],
        [300, 'unreachable'],
        [310, 'unknown'],
        [320, 'printing', job('a', 80)],
        [330, 'finished', job('a', 100)],
      ],
      ['a', 'finished', [0, 10], [320, 330]],
    ],
    [
      'goes on through two days of silence, by its own clock',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 5, 5)],
        [2890, 'printing', job('a', 90, 2885)],
      ],
      ['a', 'running', [0, 5], null],
    ],
    [
      'goes on after its printer was taken for idle, by its own clock',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 5, 5)],
        [20, 'offline'],
        [30, 'printing', job('a', 20, 25)],
      ],
      ['a', 'running', [0, 5], null],
    ],
    [
      'wavers in its estimate',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 40)],
        [20, 'printing', job('a', 36)],
        [30, 'finished', job('a')],
      ],
      ['a', 'finished', [0, 10], [20, 30]],
    ],
    [
      'is named late and loses its name again',
      [
        [0, 'idle'],
        [10, 'starting', { progress: 0 }],
        [20, 'printing', job('a', 36)],
        [30, 'printing', { progress: 50 }],
        [40, 'finished'],
      ],
      ['a', 'finished', [0, 10], [30, 40]],
    ],
    [
      'nobody saw how it ended',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 5)],
        [20, 'idle'],
      ],
      ['a', 'unknown', [0, 10], [10, 20]],
    ],
    [
      'was due when the printer was found idle',
      [
        [0, 'idle'],
        [10, 'printing', { ...job('a', 95), remainingSeconds: 120 }],
        [20, 'idle'],
      ],
      ['a', 'finished', [0, 10], [10, 20]],
    ],
    [
      'was far from due when the printer was found idle',
      [
        [0, 'idle'],
        [10, 'printing', { ...job('a', 15), remainingSeconds: 9000 }],
        [20, 'idle'],
      ],
      ['a', 'cancelled', [0, 10], [10, 20]],
    ],
    [
      'was far from due when the printer was found without power',
      [
        [0, 'idle'],
        [10, 'printing', { ...job('a', 15), remainingSeconds: 9000 }],
        [20, 'offline'],
      ],
      ['a', 'unknown', [0, 10], [10, 20]],
    ],
    [
      'was finished in a silence, as the printer itself says afterwards',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 15)],
        [5000, 'finished', job('a', 100)],
      ],
      ['a', 'finished', [0, 10], [10, 5000]],
    ],
    [
      'was too short to be seen, but has left its name and length',
      [
        [0, 'idle'],
        [10, 'finished', job('a', 100, 6)],
      ],
      ['a', 'finished', [0, 4], [6, 10]],
    ],
  ])('%s', (_, told, print) => {
    expect(brief(told)).toEqual([print])
  })
})

describe('two prints', () => {
  test.each<[string, Told[], unknown[]]>([
    [
      'the same name again: its clock fell back',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 50, 9)],
        [20, 'printing', job('a', 8, 2)],
      ],
      [
        ['a', 'unknown', [0, 1], [10, 20]],
        ['a', 'running', [10, 18], null],
      ],
    ],
    [
      'the same name again: its progress fell back',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 99.5)],
        [20, 'printing', job('a', 4)],
      ],
      [
        ['a', 'finished', [0, 10], [10, 20]],
        ['a', 'running', [10, 20], null],
      ],
    ],
    [
      'the same name again, begun before it has a progress',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 70)],
        [20, 'starting', job('a')],
      ],
      [
        ['a', 'unknown', [0, 10], [10, 20]],
        ['a', 'running', [10, 20], null],
      ],
    ],
    [
      'the same name again after its end',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 70)],
        [20, 'finished', job('a', 100)],
        [30, 'printing', job('a', 2)],
      ],
      [
        ['a', 'finished', [0, 10], [10, 20]],
        ['a', 'running', [20, 30], null],
      ],
    ],
    [
      'another name at once',
      [
        [0, 'idle'],
        [10, 'printing', { ...job('a', 97), remainingSeconds: 60 }],
        [20, 'printing', job('b', 4)],
      ],
      [
        ['a', 'finished', [0, 10], [10, 20]],
        ['b', 'running', [10, 20], null],
      ],
    ],
    [
      'another name after more than three intervals: gone silent',
      [
        [0, 'idle'],
        [10, 'printing', { ...job('a', 97), remainingSeconds: 60 }],
        [41, 'printing', job('b', 4)],
      ],
      [
        ['a', 'unknown', [0, 10], [10, 41]],
        ['b', 'running', [10, 41], null],
      ],
    ],
    [
      'the same name after a day of silence, with nothing to prove that it is the same print',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 20)],
        [1451, 'printing', job('a', 80)],
      ],
      [
        ['a', 'unknown', [0, 10], [10, 1451]],
        ['a', 'running', [10, 1451], null],
      ],
    ],
    [
      'another print’s end is not its own',
      [
        [0, 'idle'],
        [10, 'printing', job('a', 20)],
        [70, 'finished', job('b', 100, 20)],
      ],
      [['a', 'unknown', [0, 10], [10, 70]]],
    ],
  ])('%s', (_, told, prints) => {
    expect(brief(told)).toEqual(prints)
  })
})

test('a sender that comes once in two days is not silent by its own promise', () => {
  const rare = { intervalSeconds: 48 * 3600 }
  expect(
    brief([
      [0, 'idle'],
      [10, 'printing', { ...job('a', 20), ...rare }],
      [2890, 'printing', { ...job('a', 80), ...rare }],
    ]),
  ).toHaveLength(1)
})

test('the highest temperatures are those while it was on the machine', () => {
  const heat = (tool0: number | null, bed: number) => ({
    jobName: 'a',
    temperatures: { tool0: { actual: tool0, target: 0 }, bed: { actual: bed, target: null } },
  })
  const [print] = derive([
    [0, 'idle', heat(300, 20)],
    [10, 'printing', heat(null, 55)],
    [20, 'printing', heat(214.8, 60.1)],
    [30, 'printing', heat(210, 59)],
    [40, 'finished', heat(299, 90)],
  ])
  expect(print?.maxTemperatures).toEqual({ tool0: 214.8, bed: 60.1 })
})

test('taken up where an earlier derivation stood, it tells the same prints', () => {
  const told: Told[] = [
    [0, 'idle'],
    [10, 'printing', job('a', 5)],
    [20, 'printing', job('a', 60)],
    [30, 'finished', job('a', 100)],
    [40, 'printing', job('b', 1)],
    [50, 'printing', job('c', 1)],
  ]
  const whole = derive(told)
  for (let cut = 0; cut <= told.length; cut++) {
    const first = derivePrints(see(told.slice(0, cut)), 600)
    const rest = derivePrints(see(told.slice(cut)), 600, first.standing)
    const isSuperseded =
      rest.prints[0]?.firstSeenAt.getTime() === first.prints.at(-1)?.firstSeenAt.getTime()
    const kept = isSuperseded ? first.prints.slice(0, -1) : first.prints
    expect([...kept, ...rest.prints]).toEqual(whole)
  }
})
