import { describe, expect, test } from 'vitest'
import { states } from '#components/printer/states.fixture.ts'
import { listDetails, render } from '#components/testing/render.ts'
import type { ApiPrintWithNeighbours } from '#lib/api/schema/prints.ts'
import { ContactSheet } from './contact-sheet.tsx'
import { FlipbookControls } from './flipbook-controls.tsx'
import { PrintList } from './print-list.tsx'
import { PrintPage } from './print-page.tsx'
import { frames, framesAt, print } from './prints.fixture.ts'

const printer = states.printing
const page = (changes: Partial<ApiPrintWithNeighbours> = {}, publishing = true) =>
  render(
    <PrintPage print={{ ...print, ...changes }} printer={{ ...printer, publishing }}>
      children
    </PrintPage>,
  )

describe('a print’s page', () => {
  test('says what is known, each time with its bounds', () => {
    expect(listDetails(page())).toEqual({
      Outcome: 'Finished',
      Job: 'dual_rail-v2.gcode',
      Started: 'between 10:00 and 10:10 PST Sun 22 Nov 2026',
      Ended: 'between 14:10 and 14:20 PST Sun 22 Nov 2026',
      Duration: 'between 4 h and 4 h 20 min',
      Filament: '8.1 m',
      Nozzle: 'up to 216.4 °C',
      Bed: 'up to 61.0 °C',
    })
  })

  test('has one heading, which isolates a name in another direction', () => {
    const name = 'מגדל.gcode'
    const { headings, html } = page({ name })
    expect(headings).toEqual([{ level: 1, name: 'מגדל' }])
    expect(html).toContain('<bdi>מגדל</bdi>')
    expect(html).toMatch(new RegExp(`<bdi[^>]*>${name}</bdi>`))
  })

  test('of a print without a public name is headed by its number', () => {
    const { headings, html } = page({ name: null })
    expect(headings[0]?.name).toBe('Print 7')
    expect(html).not.toContain('.gcode')
  })

  test('links to its neighbours, if it has any, and to its pictures', () => {
    const names = (changes: Partial<ApiPrintWithNeighbours>) =>
      page(changes).links.map(({ name, href }) => `${name} ${href}`)
    expect(names({})).toEqual(
      expect.arrayContaining([
        'Previous print /printers/1/prints/6',
        'Next print /printers/1/prints/8',
        'Pictures of this print /printers/1/archive?print=7',
      ]),
    )
    expect(names({ previous: null, next: null }).join()).not.toMatch(/Previous|Next/)
  })

  test('does not promise a time-lapse of a print that runs or has one picture', () => {
    const hasTimelapse = (changes: Partial<ApiPrintWithNeighbours>) =>
      page(changes).links.some(({ href }) => href.endsWith('flipbook.webp'))
    expect(hasTimelapse({})).toBe(true)
    expect(hasTimelapse({ ended: null })).toBe(false)
    expect(hasTimelapse({ pictures: 1 })).toBe(false)
  })

  test('offers the flipbook and the video only if something moves in it', () => {
    const names = page({ pictures: 8 })
      .all('button')
      .map(({ name }) => name)
    expect(names).toEqual(['Play time-lapse', 'Make a video to share'])
    expect(page({ pictures: 7 }).all('button')).toEqual([])
  })

  test('an unknown end says so, with how far the print was', () => {
    const unknown = { outcome: 'unknown', progress: 63.9 } as const
    const last = listDetails(page({ ...unknown, next: null }))
    expect(last.Outcome).toMatch(/^Outcome unknown at 63 % The printer stopped reporting/)
    const followed = listDetails(page(unknown))
    expect(followed.Outcome).toBe('Outcome unknown at 63 % Its end was not seen. Print 8 followed.')
  })

  test('a running print has no end, and its duration is so far', () => {
    const duration_seconds = { at_least: 7200, at_most: null }
    const details = listDetails(page({ outcome: 'running', ended: null, duration_seconds }))
    expect(details).not.toHaveProperty('Ended')
    expect(details.Duration).toBe('at least 2 h so far')
  })

  test('a planned amount of filament is called an estimate', () => {
    const details = listDetails(page({ filament: { used_mm: null, total_mm: 8200 } }))
    expect(details.Filament).toBe('8.2 m slicer’s estimate')
  })

  test('without a picture it says whether there never was one or the camera rests', () => {
    expect(page({ picture: null }).text).toContain('No pictures of this print.')
    expect(page({ picture: null }, false).text).toContain('The camera is paused.')
  })
})

describe('of a printer with two cameras, a print’s page', () => {
  const cameras = [1, 2].map((id) => ({ ...printer, id, name: `cam ${id}` }))
  const hrefs = (camera: number) =>
    render(
      <PrintPage camera={camera} print={print} printer={{ ...printer, cameras }}>
        {null}
      </PrintPage>,
    ).links.map(({ name, href }) => `${name} ${href}`)

  test('links to each of them', () => {
    const both = ['cam 1 /printers/1/prints/7', 'cam 2 /printers/1/prints/7?camera=2']
    expect(hrefs(1)).toEqual(expect.arrayContaining(both))
    expect(hrefs(2)).toEqual(expect.arrayContaining(both))
    expect(page().html).not.toContain('camera=')
  })

  test('stays with the camera in all its links', () => {
    expect(hrefs(2)).toEqual(
      expect.arrayContaining([
        'Previous print /printers/1/prints/6?camera=2',
        'Download time-lapse (animated WebP) /api/3dprinter/1/prints/7/flipbook.webp?camera=2',
        'Pictures of this print /printers/1/archive?print=7&camera=2',
      ]),
    )
  })

  test('says that only the other one is paused', () => {
    const paused = cameras.map((each) => ({ ...each, publishing: each.id === 1 }))
    const shown = (camera: number) =>
      render(
        <PrintPage
          camera={camera}
          print={{ ...print, picture: null }}
          printer={{ ...printer, cameras: paused }}
        >
          {null}
        </PrintPage>,
      ).text
    expect(shown(2)).toContain('The camera is paused.')
    expect(shown(1)).toContain('No pictures of this print.')
  })
})

describe('a list of prints', () => {
  const list = (changes: Partial<ApiPrintWithNeighbours>) =>
    render(<PrintList printer={printer} prints={[{ ...print, ...changes }]} />)

  test('each is one link with its name, and a picture that says which print it shows', () => {
    const { links, images } = list({})
    expect(links).toEqual([{ name: 'dual rail-v2', href: '/printers/1/prints/7' }])
    expect(images).toEqual(['3D printer'])
  })

  test('a finished print shows its day, a running one the time of its picture', () => {
    expect(list({}).times[0]?.text).toBe('Sun 22 Nov 2026')
    const running = list({ outcome: 'running', ended: null })
    expect(running.text).toContain('Printing')
    expect(running.times[0]?.text).toBe('Sun 22 Nov 2026, 06:30 PST')
  })

  test('feed readers find published prints only', () => {
    expect(list({}).html).toContain('h-entry')
    expect(list({ published_at: null }).html).not.toMatch(/h-entry|dt-published/)
  })
})

describe('a contact sheet', () => {
  const sheet = (times: string[], total = times.length) =>
    render(<ContactSheet frames={framesAt(...times)} total={total} />)

  test('names the day where it changes in the site’s zone', () => {
    // 23:50, 00:00 and 00:10 in California.
    const { times } = sheet([
      '2026-11-23T07:50:00Z',
      '2026-11-23T08:00:00Z',
      '2026-11-23T08:10:00Z',
    ])
    expect(times.map(({ text }) => text)).toEqual(['23:50 PST', 'Mon 00:00 PST', '00:10 PST'])
  })

  test('says how many pictures there are, and when it shows a part', () => {
    const three = ['10', '11', '12'].map((hour) => `2026-11-22T${hour}:00:00Z`)
    expect(sheet(three).headings[0]?.name).toBe('All 3 pictures')
    expect(sheet(three, 400).headings[0]?.name).toBe('3 of 400 pictures')
    expect(sheet(three.slice(1, 2)).headings[0]?.name).toBe('1 picture')
    expect(sheet([]).html).toBe('')
  })

  test('each picture links to the large one and shows its own time and progress', () => {
    const { links, images } = sheet(['2026-11-22T10:00:00Z'])
    expect(links).toEqual([
      { name: '3D printer, frame 0 02:00 PST 0 %', href: expect.stringMatching(/\/1280\.jpg$/) },
    ])
    expect(images).toHaveLength(1)
  })
})

describe('what the owner says of a print', () => {
  const note = { text: 'For the shelf.', html: '<p>For the <em>shelf</em>.</p>' }
  const page = (changes: Partial<typeof print>) =>
    render(
      <PrintPage print={{ ...print, ...changes }} printer={states.finished}>
        {null}
      </PrintPage>,
    )

  test('its name is the title, instead of the job’s, and its note is on the page', () => {
    const { headings, text, html } = page({ title: 'A_lamp.stl', name: 'A_lamp.stl', note })
    expect(headings[0]).toEqual({ level: 1, name: 'A_lamp.stl' })
    expect(text).toContain('For the shelf.')
    expect(html).toContain('e-content')
    expect(text).not.toContain('Job')
  })

  test('without a note there is no trace of one', () => {
    expect(page({}).html).not.toContain('e-content')
    expect(page({}).text).toContain('Job')
  })
})

describe('flipbook controls', () => {
  const controls = (index: number, loaded: number) =>
    render(
      <FlipbookControls
        frames={frames(12)}
        framesPerSecond={8}
        loaded={loaded}
        onSpeed={() => {}}
        playback={{ index, isPlaying: index > 0, seek() {}, toggle() {} }}
      />,
    )

  test('the slider says frame, time and progress', () => {
    const [slider] = controls(4, 12).all('input')
    expect(slider?.properties).toMatchObject({
      ariaLabel: 'Frame',
      ariaValueText: '5 of 12, 02:40 PST, 40\u00a0%',
    })
  })

  test('how much has loaded is shown until all has', () => {
    expect(controls(0, 5).text).toContain('1 of 12, 5 loaded')
    expect(controls(0, 12).text).not.toContain('loaded')
  })

  test('the button says what it does next', () => {
    expect(controls(0, 12).all('button')[0]?.name).toBe('Play')
    expect(controls(3, 12).all('button')[0]?.name).toBe('Pause')
  })
})
