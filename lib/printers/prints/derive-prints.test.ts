import { describe, expect, test } from 'vitest'
import { emptyReading } from '../report.ts'
import { derivePrints } from './derive-prints.ts'
import { at, brief, derive, parseStory } from './stories.fixture.ts'
import type { StateObservation } from './types.ts'

describe('no print is derived from', () => {
  test.each([
    ['nothing', ''],
    ['a sender of texts without states', '0 silent, 10 silent 40%'],
    ['an idle printer', '0 idle, 10 offline, 20 idle'],
    ['a printer that does not respond', '0 unreachable, 10 unauthorized, 20 unknown'],
    ['a finished print that was never seen printing', '0 finished a 100% 60m'],
    ['an old error', '0 error, 10 error'],
    ['an upload to the printer’s card', '0 idle, 10 transferring a 40%, 20 idle'],
    ['a printer that is starting without a job', '0 idle, 10 starting, 20 idle'],
  ])('%s', (_, story) => {
    expect(brief(story)).toEqual([])
  })
})

describe('one print', () => {
  test.each([
    [
      'begins and ends between two looks',
      '0 idle, 10 printing a 5%, 20 printing a 60%, 30 finished a 100%',
      'a finished 0..10 20..30',
    ],
    [
      'dates its start by its own clock, and its end too',
      '0 idle, 10 printing a 5% 8m, 20 printing a 60% 18m, 30 finished a 100% 25m',
      'a finished 0..2 27..30',
    ],
    [
      'was under way when the site first looked',
      '0 printing a 50% 100m, 10 finished a 100%',
      'a finished -115..-100 0..10',
    ],
    [
      'is reported when it starts and ends, and what was still so shortly before',
      '0 idle, 9.95 idle, 10 printing a 0%, 20 printing a 50% 9m, 24.9 printing a, 25 finished a 100%, 25.1 finished a 100% 14m',
      'a finished 9.95..10 24.9..25',
    ],
    ['runs', '0 idle, 10 printing a 5%', 'a running 0..10'],
    ['is cancelled', '0 idle, 10 printing a 5%, 20 cancelled a', 'a cancelled 0..10 10..20'],
    [
      'is being cancelled when it is last seen',
      '0 idle, 10 cancelling a 5%, 20 idle',
      'a cancelled 0..10 10..20',
    ],
    ['fails', '0 idle, 10 printing a 5%, 20 error, 30 error, 40 idle', 'a failed 0..10 10..20'],
    [
      'is long over when the owner looks after days: one end only',
      '0 idle, 10 printing a 50% 10m, 20 finished a 100% 19m, 3000 finished a 100% 19m, 3010 offline, 3020 finished a 100% 19m',
      'a finished 0..0 19..20',
    ],
    [
      'is paused for longer than it prints',
      '0 idle, 10 printing a 50% 9m, 20 pausing a 55% 15m, 300 paused a 55% 15m, 310 resuming a 55% 15m, 320 printing a 60% 24m, 330 finished a 100% 30m',
      'a finished 0..1 326..330',
    ],
    [
      'continues while the printer does not respond',
      '0 idle, 10 printing a 5%, 20 unreachable, 300 unreachable, 310 unknown, 320 printing a 80%, 330 finished a 100%',
      'a finished 0..10 320..330',
    ],
    [
      'goes on through two days of silence, by its own clock',
      '0 idle, 10 printing a 5% 5m, 2890 printing a 90% 2885m',
      'a running 0..5',
    ],
    [
      'goes on after its printer was taken for idle, by its own clock',
      '0 idle, 10 printing a 5% 5m, 20 offline, 30 printing a 20% 25m',
      'a running 0..5',
    ],
    [
      'wavers in its estimate',
      '0 idle, 10 printing a 40%, 20 printing a 36%, 30 finished a',
      'a finished 0..10 20..30',
    ],
    [
      'is named late and loses its name again',
      '0 idle, 10 starting 0%, 20 printing a 36%, 30 printing 50%, 40 finished',
      'a finished 0..10 30..40',
    ],
    [
      'ends without an observation of how',
      '0 idle, 10 printing a 5%, 20 idle',
      'a unknown 0..10 10..20',
    ],
    [
      'was due when the printer was found idle',
      '0 idle, 10 printing a 95% 9m 2m-left, 20 idle',
      'a finished 0..1 10..20',
    ],
    [
      'was far from due when the printer was found idle',
      '0 idle, 10 printing a 15% 9m 150m-left, 20 idle',
      'a cancelled 0..1 10..20',
    ],
    [
      'was far from due when the printer was found without power',
      '0 idle, 10 printing a 15% 9m 150m-left, 20 offline',
      'a unknown 0..1 10..20',
    ],
    [
      'was finished in a silence, as the printer itself says afterwards',
      '0 idle, 10 printing a 15%, 5000 finished a 100%',
      'a finished 0..10 10..5000',
    ],
    [
      'was too short to be seen, but has left its name and length',
      '0 idle, 10 finished a 100% 6m',
      'a finished 0..4 6..10',
    ],
    [
      'of a sender that comes once in two days isn’t silent by its own promise',
      '0 idle, 10 printing a 20% every-2880m, 2890 printing a 80% every-2880m',
      'a running 0..10',
    ],
  ])('%s', (_, story, print) => {
    expect(brief(story)).toEqual([print])
  })
})

describe('two prints', () => {
  test.each([
    [
      'the same name again: its clock fell back',
      '0 idle, 10 printing a 50% 9m, 20 printing a 8% 2m',
      ['a unknown 0..1 10..20', 'a running 10..18'],
    ],
    [
      'the same name again: its progress fell back',
      '0 idle, 10 printing a 99.5%, 20 printing a 4%',
      ['a finished 0..10 10..20', 'a running 10..20'],
    ],
    [
      'the same name again, begun before it has a progress',
      '0 idle, 10 printing a 70%, 20 starting a',
      ['a unknown 0..10 10..20', 'a running 10..20'],
    ],
    [
      'the same name again after its end',
      '0 idle, 10 printing a 70%, 20 finished a 100%, 30 printing a 2%',
      ['a finished 0..10 10..20', 'a running 20..30'],
    ],
    [
      'another name at once',
      '0 idle, 10 printing a 97% 9m 1m-left, 20 printing b 4%',
      ['a finished 0..1 10..20', 'b running 10..20'],
    ],
    [
      'another name after more than three intervals: gone silent',
      '0 idle, 10 printing a 97% 9m 1m-left, 41 printing b 4%',
      ['a unknown 0..1 10..41', 'b running 10..41'],
    ],
    [
      'the same name after a day of silence, with nothing to prove that it is the same print',
      '0 idle, 10 printing a 20%, 1451 printing a 80%',
      ['a unknown 0..10 10..1451', 'a running 10..1451'],
    ],
    [
      'the end of another print is not its own',
      '0 idle, 10 printing a 20%, 70 finished b 100% 20m',
      ['a unknown 0..10 10..70'],
    ],
  ])('%s', (_, story, prints) => {
    expect(brief(story)).toEqual(prints)
  })
})

describe('the printer’s own clock bounds a print that was reported rarely', () => {
  test.each([
    [
      'at its start',
      '0 idle, 1750 printing a 60% 70m, 1760 finished a 100% 80m',
      'a finished 1665..1680 1760..1760',
    ],
    ['at its end', '0 printing a 5% 8m, 1740 finished a 100% 110m', 'a finished -23..-8 102..117'],
    [
      'but not after a pause',
      '0 idle, 600 paused a 60% 70m, 610 idle',
      'a unknown 0..530 600..610',
    ],
  ])('%s', (_, story, print) => {
    expect(brief(story)).toEqual([print])
  })
})

test('the highest temperatures are those of the print itself', () => {
  const heats = [
    ['idle', 300, 20],
    ['printing', null, 55],
    ['printing', 214.8, 60.1],
    ['printing', 210, 59],
    ['finished', 299, 90],
  ] as const
  const observations = heats.flatMap(([state, tool0, bed], index) =>
    parseStory(`${index * 10} ${state} a`).map((observation) => ({
      ...observation,
      temperatures: { tool0: { actual: tool0, target: 0 }, bed: { actual: bed, target: null } },
    })),
  )
  const [print] = derivePrints(observations, 600).prints
  expect(print?.maxTemperatures).toEqual({ tool0: 214.8, bed: 60.1 })
})

test('continued from an earlier state, it derives the same prints', () => {
  const story =
    '0 idle, 10 printing a 5%, 20 printing a 60%, 30 finished a 100%, 40 printing b 1%, 50 printing a 1%'
  const observations = parseStory(story)
  for (let cut = 0; cut <= observations.length; cut++) {
    const first = derivePrints(observations.slice(0, cut), 600)
    const rest = derivePrints(observations.slice(cut), 600, first.state)
    const known = first.prints.at(-1)?.firstSeenAt.getTime()
    const isFollowed = rest.prints[0]?.firstSeenAt.getTime() === known
    const kept = isFollowed ? first.prints.slice(0, -1) : first.prints
    expect([...kept, ...rest.prints]).toEqual(derive(story))
  }
})

describe('filament', () => {
  const filament = (story: string) => derive(story).map((print) => print.filament)

  test('is unknown without a report of it', () => {
    expect(filament('0 printing a, 10 finished a')).toEqual([{ usedMm: null, totalMm: null }])
  })

  test('is the last reported value, including the end’s, and missing values don’t reset it', () => {
    const story =
      '0 printing a 5mm of-900mm, 10 printing a 400mm, 20 printing a, 30 finished a 880mm'
    expect(filament(story)).toEqual([{ usedMm: 880, totalMm: 900 }])
  })

  test('of another job is not counted', () => {
    expect(filament('0 printing a 5mm, 10 finished b 700mm, 20 printing b 3mm')).toEqual([
      { usedMm: 5, totalMm: null },
      { usedMm: 3, totalMm: null },
    ])
  })
})

describe('material', () => {
  const last = (...materials: StateObservation['material'][]) =>
    derivePrints(
      materials.map((material, index) => ({
        ...emptyReading,
        state: 'printing',
        jobName: 'a',
        observedAt: at(index),
        ...(material && { material }),
      })),
      600,
    ).prints[0]?.material

  test('is what the print ended with, and a report without it changes nothing', () => {
    const first = { layer: 1, layers: 210, filament_type: 'PLA' }
    expect(last(undefined, first, { layer: 45 }, {}, undefined)).toEqual({ ...first, layer: 45 })
  })

  test('another spool replaces all of the one before', () => {
    const blue = { layer: 3, filament_type: 'PLA', filament_color: '#0000ff' }
    expect(last(blue, { filament_type: 'PETG' })).toEqual({ layer: 3, filament_type: 'PETG' })
  })
})
