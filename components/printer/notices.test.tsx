import { describe, expect, test } from 'vitest'
import { render } from '#components/testing/render.ts'
import type { PollErrorKind } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { AboutThePicture } from './about-the-picture.tsx'
import { FrameNow } from './frame-now.tsx'
import { Notices } from './notices.tsx'
import { Outage } from './outage.tsx'
import { fixtureNow, states } from './states.fixture.ts'

const now = Date.parse(fixtureNow)
const notices = (printer: ApiPrinter, pollError: PollErrorKind | null = null) =>
  render(<Notices nowMs={now} pollError={pollError} printer={printer} />)
const titles = (...given: Parameters<typeof notices>) =>
  notices(...given)
    .all('strong')
    .map(({ name }) => name)

describe('notices', () => {
  test('a printer that works gets none, but the live region is there for later', () => {
    const { text, all } = notices(states.printing)
    expect(text).toBe('')
    expect(all('div')[0]?.properties).toMatchObject({ ariaLive: 'polite' })
  })

  test('while the page can’t reach the site, nothing else is blamed', () => {
    expect(titles(states.silent, 'site-unreachable')).toEqual(["This page can't reach the site."])
    expect(titles(states.unreachable, 'visitor-offline')).toEqual(['Your device is offline.'])
  })

  test('the camera’s last error is not news from a silent snapper', () => {
    expect(titles({ ...states.silent, reason: 'dark' })).toHaveLength(1)
  })

  test('without a picture the blank frame says why, so the notices don’t', () => {
    expect(titles(states.cameraError)).toEqual([])
  })

  test('a broken printer and a broken camera are both named', () => {
    expect(titles({ ...states.unreachable, reason: 'dark' })).toEqual([
      "The printer's server can't be reached.",
      "It's too dark for a picture.",
    ])
  })
})

describe('the frame', () => {
  const frame = (printer: ApiPrinter) =>
    render(<FrameNow nowMs={now} printer={printer} shown={printer.snapshot} sizes="100vw" />)

  test('a picture carries its own time and age', () => {
    expect(frame(states.printing).text).toBe('Sun 22 Nov 2026, 06:30 PST 3 min ago')
  })

  test('the placeholder behind the picture is silent', () => {
    expect(frame(states.printing).images).toEqual(['3D printer, printing benchy, 42 %'])
    expect(frame(states.printing).all('img')).toHaveLength(2)
  })

  test('the picture reserves its space before it loads', () => {
    for (const { properties } of frame(states.printing).all('img'))
      expect(properties).toMatchObject({ width: 1280, height: 720 })
  })

  test.each([
    ['neverSeen', 'No picture yet.'],
    ['resting', 'The camera is paused.'],
    ['cameraError', 'The camera failed to take a picture.'],
  ] as const)('a frame without a picture says why: %s', (state, reason) => {
    const { text, images } = frame(states[state])
    expect(text).toContain(reason)
    expect(images).toEqual([])
  })
})

test('an outage names what is unavailable, offers to try again and declares its 503', () => {
  const { headings, links, all, text } = render(<Outage />)
  expect(headings).toEqual([{ level: 1, name: 'Printer data is temporarily unavailable' }])
  expect(links).toContainEqual({ name: 'Try again', href: '' })
  for (const href of ['/', '/blog', '/printer'])
    expect(links.map((link) => link.href)).toContain(href)
  expect(text).not.toMatch(/works on|is safe|none .* lost/i) // the site can't know
  expect(all('meta')[0]?.properties.content).toContain('"status":503')
})

describe('how the picture gets here', () => {
  test('the interval is the printer’s own', () => {
    const { text } = render(<AboutThePicture everySeconds={600} />)
    expect(text).toContain(
      'takes one picture every 10 minutes, unless the owner has paused the camera, and sends it here',
    )
  })

  test('a remote printer’s server is named', () => {
    const { text } = render(<AboutThePicture everySeconds={60} remoteHost="printer.example" />)
    expect(text).toContain('and sends it to printer.example')
    expect(text).toContain('This site fetches them from there')
  })
})
