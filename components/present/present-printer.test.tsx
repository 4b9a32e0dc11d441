import { describe, expect, test } from 'vitest'
import { fixtureNow, states } from '#components/printer/states.fixture.ts'
import { frames, print } from '#components/prints/prints.fixture.ts'
import { render } from '#components/testing/render.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { PresentPrinter } from './present-printer.tsx'
import type { ReplayChoice } from './replay-choice.ts'
import { getFirstFrame } from './replay-frames.ts'
import { ReplayView } from './replay-view.tsx'

const now = Date.parse(fixtureNow)
const firstFrame = getFirstFrame(print, frames(5))

const present = (choice: ReplayChoice, printer: ApiPrinter = states.printing) =>
  render(
    <PresentPrinter
      choice={choice}
      firstFrame={choice.kind === 'print' ? firstFrame : null}
      initial={printer}
      renderedAt={fixtureNow}
    />,
  )

describe('the presentation', () => {
  test('shows the picture with its age, the state and the countdown', () => {
    const { text, headings } = present({ kind: 'last' })
    expect(headings).toEqual([{ level: 1, name: 'Printing benchy 42 %' }])
    expect(text).toContain('3 min ago')
    expect(text).toContain('Printing benchy 42 % Maker Select · next picture 6:50')
    expect(text).not.toContain('Replay')
  })

  test('says how late an overdue printer is', () => {
    expect(present({ kind: 'last' }, states.late).text).toContain('next picture 9 min overdue')
    expect(present({ kind: 'none' }, states.stale).text).toContain('Last report 3 h 59 min ago')
  })

  test('a chosen print is marked as a replay before its script runs', () => {
    const { text, images } = present({ kind: 'print', number: 7 })
    expect(text).toContain('Replay from Fri 20 Nov 2026')
    expect(images).toEqual(['Replay: 3D printer, frame 0'])
    expect(text).toContain('Frame 1 of 5')
    expect(text).toContain('Replay needs JavaScript.')
  })

  test('a print that does not exist is quoted, and the current state is shown', () => {
    const { text } = present({ kind: 'unknown', given: 'benchy' })
    expect(text).toContain('no print “benchy”. Showing the current state instead.')
    expect(text).toContain('Printing benchy')
  })

  test('nothing is replayed while the owner has paused pictures', () => {
    const { text } = present({ kind: 'print', number: 7 }, states.resting)
    expect(text).not.toContain('Replay from')
    expect(text).toContain('The camera is paused.')
  })
})

describe('a replay', () => {
  const replay = (printer: ApiPrinter, index = 3) => {
    const frame = { ...(frames(5)[index] ?? frames(1)[0]), src: '/media/a/1280.webp' }
    if (firstFrame === null) throw new Error('five frames make a replay')
    const shown = { ...firstFrame, index, frame: { ...firstFrame.frame, ...frame } }
    return render(<ReplayView nowMs={now} pollError={null} printer={printer} replay={shown} />)
  }

  test('dates every frame, with its age and progress of then', () => {
    const { text } = replay(states.idle)
    expect(text).toContain('Fri 20 Nov 2026, 02:30 PST Frame 4 of 5 2 days ago')
    expect(text).toContain('dual rail-v2, at 30 %')
  })

  test('says what happens now, apart from the picture, and only if that is known', () => {
    expect(replay(states.printing).text).toContain('Now: Printing benchy. Next picture: 6:50')
    expect(replay(states.silent).text).not.toContain('Now:')
    expect(replay(states.silent).text).toContain('Last report 2 days ago.')
  })
})

test('one picture is no replay', () => {
  expect(getFirstFrame(print, frames(1))).toBeNull()
  expect(getFirstFrame(print, frames(500))?.count).toBe(120)
})
