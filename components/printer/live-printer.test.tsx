import type { Nodes } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { renderToString } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { EmbeddedPrinter } from '#components/embed/embedded-printer.tsx'
import { PresentPrinter } from '#components/present/present-printer.tsx'
import { render } from '#components/testing/render.ts'
import { Wall } from '#components/wall/wall.tsx'
import { chooseCamera } from '#lib/api/cameras.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { CameraTabs, MissingCamera } from './camera-tabs.tsx'
import { LiveCard } from './live-card.tsx'
import { LivePrinter } from './live-printer.tsx'
import { PrinterCard } from './printer-card.tsx'
import { fixtureNow, type StateName, states } from './states.fixture.ts'
import { TellMe } from './tell-me.tsx'

const page = (state: StateName) =>
  render(<LivePrinter initial={states[state]} renderedAt={fixtureNow} />)
const embed = (state: StateName) =>
  render(<EmbeddedPrinter initial={states[state]} renderedAt={fixtureNow} />)
const card = (state: StateName) =>
  render(
    <PrinterCard
      nowMs={Date.parse(fixtureNow)}
      pollError={null}
      printer={states[state]}
      shown={states[state].snapshot}
    />,
  )
const names = Object.keys(states) as StateName[] // keys of the fixture

describe('without JavaScript', () => {
  test.each(names)('the page of a printer that is %s is complete', (state) => {
    const { text, images, times } = page(state)
    expect(text).toContain('Maker Select')
    expect(images).toHaveLength(states[state].snapshot === null ? 0 : 1)
    if (state !== 'neverSeen') expect(times.length).toBeGreaterThan(0)
  })

  test('the page is readable in one line', () => {
    expect(page('printing').text).toContain('Printing benchy 42 %')
    expect(page('printing').text).toContain('23 min so far 23 min to go, until about 06:56 PST')
  })
})

describe('nothing claims to be live or current when it is not', () => {
  test.each<StateName>(['stale', 'silent'])('%s: says when it was last heard of', (state) => {
    for (const show of [page, embed, card]) {
      const { text, html } = show(state)
      expect(text).toMatch(/Printing benchy 42 % Last heard of \w+ \d+ Nov 2026, \d\d:\d\d PST/)
      expect(text).not.toMatch(/\b(live|now|fresh|to go)\b/i)
      expect(html).toContain('full-frame-old')
    }
  })

  test('a current picture is neither faded nor grey', () => {
    for (const show of [page, embed, card]) {
      const { text, html } = show('printing')
      expect(text).not.toContain('Last heard of')
      expect(html).not.toContain('full-frame-old')
    }
  })

  test.each(names)('no page of a printer that is %s says "live"', (state) => {
    for (const show of [page, embed, card]) expect(show(state).text).not.toMatch(/\blive\b/i)
  })
})

describe('what a screen reader gets', () => {
  test('the page has one heading, the picture one text, the headline is announced without figures', () => {
    const { headings, images, all } = page('printing')
    expect(headings).toEqual([{ level: 1, name: 'Maker Select Printing benchy 42 %' }])
    // Its time is on its edge.
    expect(images).toEqual(['3D printer, printing benchy, 42 %'])
    const announced = all('span').filter(({ properties }) => properties.ariaLive === 'polite')
    expect(announced.map(({ name }) => name)).toEqual(['Printing benchy'])
  })

  test('progress has a name and a value', () => {
    expect(page('printing').all('progress')[0]?.properties).toMatchObject({
      ariaLabel: 'Progress of the print',
      max: '100',
      value: '42',
    })
  })

  test('a card is one link, named by the printer and its headline', () => {
    expect(card('printing').links).toEqual([
      { name: 'Maker Select Printing benchy 42 %', href: '/printers/1' },
    ])
  })

  test('an embed is one link, which opens outside of the frame', () => {
    const { links, all } = embed('paused')
    expect(links).toEqual([
      { name: 'Paused while printing benchy, 63\u00a0%', href: '/printers/1' },
    ])
    expect(all('a')[0]?.properties).toMatchObject({ target: '_blank', rel: ['noopener'] })
  })
})

/** Texts next to an element or to another text: React can't update one that a page translator has replaced. */
function findMixedText(html: string): string[] {
  const mixed: string[] = []
  const visit = (node: Nodes) => {
    if (!('children' in node)) return
    const texts = node.children.filter(
      (child) => child.type === 'text' && child.value.trim() !== '',
    )
    if (node.children.length > 1) mixed.push(...texts.map((text) => JSON.stringify(text)))
    node.children.forEach(visit)
  }
  visit(fromHtml(html, { fragment: true }))
  return mixed
}

describe('a page translator can replace every text', () => {
  const present = (state: StateName) =>
    renderToString(
      <PresentPrinter
        choice={{ kind: 'unknown', given: 'benchy' }}
        firstFrame={null}
        initial={states[state]}
        renderedAt={fixtureNow}
      />,
    )
  test.each(names)('of a printer that is %s, since each is alone in its element', (state) => {
    const initial = states[state]
    for (const html of [
      renderToString(<LivePrinter initial={initial} renderedAt={fixtureNow} />),
      renderToString(<EmbeddedPrinter initial={initial} renderedAt={fixtureNow} />),
      renderToString(<LiveCard initial={initial} renderedAt={fixtureNow} />),
      present(state),
    ])
      expect(findMixedText(html)).toEqual([])
  })
})

test('a progress is not shown of a printer without a job, whatever it last reported', () => {
  const off = { ...states.off, progress: 42.3 }
  const { text, all } = render(<LivePrinter initial={off} renderedAt={fixtureNow} />)
  expect(text).not.toContain('%')
  expect(all('progress')).toEqual([])
})

test('the progress of a sender that says no state is shown', () => {
  const plain = { ...states.printing, state: 'unknown', status: 'Printing' } as const
  const { text, all } = render(<LivePrinter initial={plain} renderedAt={fixtureNow} />)
  expect(text).toContain('42 %')
  expect(all('progress')).toHaveLength(1)
})

test('99.9 % is not shown as done', () => {
  const nearly = { ...states.printing, progress: 99.9 }
  expect(render(<LivePrinter initial={nearly} renderedAt={fixtureNow} />).text).toContain('99 %')
})

test('an end on another day names the day', () => {
  const job = { name: 'benchy.gcode', elapsed_seconds: 0, remaining_seconds: 90_000 }
  const { text } = render(
    <LivePrinter initial={{ ...states.printing, job }} renderedAt={fixtureNow} />,
  )
  expect(text).toContain('until about Mon 23 Nov 2026, 07:30 PST')
})

test('a long headline is set smaller, so that it fits', () => {
  const job = { name: 'a_very_long_name_of_a_part.gcode', elapsed_seconds: 1, remaining_seconds: 2 }
  const { html } = render(
    <LivePrinter initial={{ ...states.printing, job }} renderedAt={fixtureNow} />,
  )
  expect(html).toContain('headline-long')
  expect(page('printing').html).not.toContain('headline-long')
})

test('a card or an embed names one problem instead of the progress', () => {
  for (const show of [card, embed]) {
    expect(show('dark').text).toContain("It's too dark for a picture.")
    expect(show('dark').text).not.toContain('to go')
  }
})

test('an embed without a picture still says when its readings are from', () => {
  const { text, times } = embed('cameraError')
  expect(text).toContain('The camera failed to take a picture.')
  expect(times[0]?.text).toBe('Sun 22 Nov 2026, 06:30 PST')
})

test('without JavaScript no page offers a message', () => {
  const { html } = render(
    <LivePrinter initial={states.printing} renderedAt={fixtureNow}>
      <TellMe printerId={1} src="/tell-me.js" />
    </LivePrinter>,
  )
  expect(html).toMatch(/<div class="tell-me"[^>]* hidden/)
  expect(html).toContain('data-job="true"')
})

describe('a printer with two cameras', () => {
  const { snapshot } = states.printing
  if (snapshot === null) throw new Error('The fixture has a picture.')
  const older = { ...snapshot, captured_at: '2026-11-22T14:00:00Z', alt: 'the nozzle' }
  const camera = { publishing: true, image: null }
  const printer = {
    ...states.printing,
    cameras: [
      { ...camera, id: 1, name: 'wide', snapshot },
      { ...camera, id: 2, name: 'nozzle', snapshot: older },
    ],
  }
  const shows = (number: number, initial: ApiPrinter = printer) =>
    render(
      <LivePrinter
        camera={number}
        cameras={<CameraTabs camera={number} printer={initial} />}
        initial={initial}
        renderedAt={fixtureNow}
      />,
    )

  test('shows one of them, and links to both, and the picture has its own age', () => {
    expect(shows(1).text).toMatch(/wide ?nozzle/)
    expect(shows(1).html).toContain('href="/printers/1?camera=2"')
    expect(shows(1).html).not.toContain('alt="the nozzle"')
    expect(shows(2).html).toContain('alt="the nozzle"')
    expect(JSON.stringify(shows(2).times)).toContain(older.captured_at)
  })

  test('never shows another one than the address names', () => {
    expect([undefined, '1', '2'].map((given) => chooseCamera(printer, given))).toEqual([1, 1, 2])
    for (const given of ['9', '02', '', 'x', ['2', '2']])
      expect(chooseCamera(printer, given)).toBeNull()
    expect(['1', '2'].map((given) => chooseCamera(states.printing, given))).toEqual([1, null])
    const { headings, text, links } = render(<MissingCamera printer={printer} />)
    expect(headings[0]?.name).toBe('No such camera')
    expect(text).toContain('Maker Select has no such camera. It has these: wide nozzle')
    expect(links.map(({ href }) => href)).toContain('/printers/1?camera=2')
    const single = render(<MissingCamera path="/printers/1/archive" printer={states.printing} />)
    expect(single.links).toContainEqual({ name: 'Show its camera', href: '/printers/1/archive' })
  })

  test('keeps the rest of a page’s address in its links', () => {
    const path = '/printers/1/archive'
    const query = { state: 'idle' }
    const tabs = render(<CameraTabs camera={2} path={path} printer={printer} query={query} />)
    expect(tabs.links.map(({ href }) => href)).toEqual([
      `${path}?state=idle`,
      `${path}?state=idle&camera=2`,
    ])
  })

  test('says which one the owner has paused', () => {
    const paused = { ...camera, id: 2, name: 'nozzle', publishing: false, snapshot: null }
    const { text, images } = shows(2, {
      ...printer,
      cameras: [...printer.cameras.slice(0, 1), paused],
    })
    expect(text).toContain('paused')
    expect(images).toEqual([])
  })

  test('has both on the wall, each with its age', () => {
    const wall = render(<Wall printers={[printer, states.printing]} renderedAt={fixtureNow} />)
    expect(wall.images).toHaveLength(3)
    expect(wall.text).toMatch(/Maker Select · wide .*Maker Select · nozzle/)
  })
})
