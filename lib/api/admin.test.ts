import { expect, test } from 'vitest'
import { describeBrowser, describeLogEntry, isAdminPath } from './admin.ts'

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
  expect(describeLogEntry({ ...entry, action: 'claimed' })).toBe('The site was claimed.')
  expect(describeLogEntry({ ...entry, action: 'moon-landed' })).toBe('moon-landed')
})

test('the log says how many pictures were hidden, and of when', () => {
  const times = { from: '2026-11-22T14:30:00.000Z', to: '2026-11-22T15:30:00.000Z' }
  const tell = (pictures: string) =>
    describeLogEntry({
      ...{ id: 1, at: times.to, session_id: null, action: 'pictures-hidden' },
      details: { name: 'Shed', pictures, ...times },
    })
  expect(tell('1')).toBe('A picture of “Shed” was hidden: that of 2026-11-22 14:30 UTC.')
  expect(tell('3')).toBe(
    '3 pictures of “Shed” were hidden: those from 2026-11-22 14:30 to 2026-11-22 15:30 UTC.',
  )
})
