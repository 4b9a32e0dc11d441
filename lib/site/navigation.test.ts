import { afterEach, expect, test } from 'vitest'
import { listNavigation, setParts } from './navigation.ts'
import { testSite } from './site.fixture.ts'
import { setSite } from './site.ts'

const all = { hasPosts: true, hasProjects: true, hasAbout: true, hasPrinters: true }

afterEach(() => {
  setParts(all)
  setSite(testSite)
})

const list = () => listNavigation().map(({ url }) => url)

test('has an entry for each part of the site that exists', () => {
  expect(list()).toEqual(['/', '/blog', '/projects', '/printer', '/about'])
  setParts({ hasPosts: false, hasProjects: false, hasAbout: false })
  expect(list()).toEqual(['/', '/printer'])
  setParts({ hasPrinters: false })
  expect(list()).toEqual(['/'])
})

test('the owner’s entries win, also over what is empty', () => {
  setParts({ hasPrinters: false })
  setSite({ ...testSite, navigation: [{ label: 'Drucker', url: '/printers' }] })
  expect(listNavigation()).toEqual([{ label: 'Drucker', url: '/printers' }])
})

test('says whether anything is new, for which the cached pages are dropped', () => {
  expect([setParts(all), setParts({ hasPosts: false }), setParts({ hasPosts: false })]).toEqual([
    false,
    true,
    false,
  ])
})
