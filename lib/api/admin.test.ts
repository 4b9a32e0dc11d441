import { expect, test } from 'vitest'
import { describeBrowser, describeLogEntry, isAdminPath } from './admin.ts'
import { inZone } from './formats.fixture.ts'
import { defaultFormats } from './formats.ts'

test.each([
  ['/admin', true],
  ['/admin/', true],
  ['/admin/api/log', true],
  ['/administration', false],
  ['/blog/admin', false],
  ['/', false],
])('%s is the owner’s: %s', (path, expected) => {
  expect(isAdminPath(path)).toBe(expected)
})

test.each([
  [null, 'Another browser'],
  ['curl/8', 'Another browser'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
])('%s is %s', (userAgent, expected) => {
  expect(describeBrowser(userAgent)).toBe(expected)
})

test('an entry of a later version is shown by its name', () => {
  const entry = { id: 1, at: '', details: {}, session_id: null }
  expect(describeLogEntry({ ...entry, action: 'claimed' }, defaultFormats)).toBe(
    'The site was claimed.',
  )
  expect(describeLogEntry({ ...entry, action: 'moon-landed' }, defaultFormats)).toBe('moon-landed')
})

test('the log says how many pictures were hidden, and of when', () => {
  const times = { from: '2026-11-22T14:30:00.000Z', to: '2026-11-22T15:30:00.000Z' }
  const tell = (pictures: string) =>
    describeLogEntry(
      {
        ...{ id: 1, at: times.to, session_id: null, action: 'pictures-hidden' },
        details: { name: 'Shed', pictures, ...times },
      },
      defaultFormats,
    )
  expect(tell('1')).toBe('A picture of “Shed” was hidden: that of Sun 22 Nov 2026, 14:30 UTC.')
  expect(tell('3')).toBe(
    '3 pictures of “Shed” were hidden: those from Sun 22 Nov 2026, 14:30 UTC to Sun 22 Nov 2026, 15:30 UTC.',
  )
})

test.each([
  ['camera-paused', { until: '2026-11-22T14:30:00.000Z' }],
  ['print-split', { print: '7', at: '2026-11-22T14:30:00.000Z' }],
  ['history-purged', { from: '2026-11-21T14:30:00.000Z', to: '2026-11-22T14:30:00.000Z' }],
  ['pictures-deleted', { pictures: '1', from: '2026-11-22T14:30:00.000Z' }],
])('its times are those of the site: %s', (action, details) => {
  const entry = { id: 1, at: '', session_id: null, action, details: { name: 'Shed', ...details } }
  const said = describeLogEntry(entry, inZone('Europe/Berlin', { hourFormat: 12 }))
  expect(said).toContain('Sun 22 Nov 2026, 3:30\u00a0pm GMT+1')
  expect(said).not.toMatch(/UTC|\dZ/)
})
