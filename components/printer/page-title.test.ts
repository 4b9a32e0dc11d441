import { expect, test } from 'vitest'
import { testSite } from '#lib/site/site.fixture.ts'
import { setSite } from '#lib/site/site.ts'
import { formatPageTitle } from './page-title.ts'
import { fixtureNow, type StateName, states } from './states.fixture.ts'

setSite(testSite)

test.each<[StateName, string]>([
  ['printing', '42 % benchy · Maker Select · '],
  ['paused', '63 % benchy · Maker Select · '],
  ['idle', 'Idle · Maker Select · '],
  ['neverSeen', 'Waiting for the first picture · Maker Select · '],
  ['silent', 'Last heard of Thu 19 Nov 2026, 06:33 PST · Maker Select · '],
])('the tab of a printer that is %s begins with "%s"', (state, beginning) => {
  const title = formatPageTitle(states[state], Date.parse(fixtureNow))
  expect(title.replaceAll('\u00a0', ' ').startsWith(beginning)).toBe(true)
})

test("a page that can't reach the site does not blame the snapper", () => {
  const title = formatPageTitle(states.silent, Date.parse(fixtureNow), 'site-unreachable')
  expect(title).toMatch(/^No connection/)
})

test('the owner’s name for the print takes the place of the job’s', () => {
  const job = states.printing.job && { ...states.printing.job, title: 'Blue vase' }
  const title = formatPageTitle({ ...states.printing, job }, Date.parse(fixtureNow))
  expect(title).toMatch(/^42\u00a0% Blue vase · /)
})

test('a job without a public name leaves no gap', () => {
  const nameless = { ...states.printing, job: null }
  expect(formatPageTitle(nameless, Date.parse(fixtureNow))).toMatch(/^42\u00a0% · /)
})
