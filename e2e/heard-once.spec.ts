import type { Page } from '@playwright/test'
import { parse } from 'yaml'
import { printSomething } from './histories.ts'
import { addPrinter, expect, startSite, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to a visitor who listens to the pages. */

/** Something that a screen reader says at once: a name, or text. */
interface Utterance {
  role: string
  words: string
  /** The list item or figure that contains it. */
  unit: number
}

type Node = string | { [key: string]: string | Node[] }

/** Landmarks, whose names are announced on entering and are often the heading's below, and fields, which have a visible label. */
const announcedOnce =
  /^(?:region|navigation|main|complementary|search|article|form|textbox|searchbox|combobox)$/
/** Named by what they contain. */
const namedByContent = /^(?:heading|link|button|cell|rowheader|columnheader|option|img)$/

function listUtterances(snapshot: string): Utterance[] {
  const found: Utterance[] = []
  let units = 0
  const say = (role: string, words: string, unit: number) => {
    if (words.trim() !== '') found.push({ role, words: words.replaceAll(/\s+/g, ' '), unit })
  }
  const visit = (node: Node, unit: number) => {
    const [[key, value] = ['', '']] = typeof node === 'string' ? [[node, '']] : Object.entries(node)
    const [, role = '', name = ''] = /^(\S+)(?: "((?:[^"\\]|\\.)*)")?/.exec(key) ?? []
    if (key.startsWith('/')) return
    if (/^(?:listitem|figure)$/.test(role)) units += 1
    const inner = /^(?:listitem|figure)$/.test(role) ? units : unit
    if (!announcedOnce.test(role)) say(role, name, inner)
    if (name !== '' && namedByContent.test(role)) return
    if (typeof value === 'string') say(role, value, inner)
    else for (const child of value) visit(child, inner)
  }
  for (const node of (parse(snapshot) ?? []) as Node[]) visit(node, 0)
  return found
}

const toWords = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}:]+/gu) ?? []

/** Clock times and percentages in a text, and every four words in a row. */
function listPhrases(text: string): string[] {
  const words = toWords(text)
  const fours = words.slice(3).map((_, at) => words.slice(at, at + 4).join(' '))
  return [...(text.match(/\d\d:\d\d|\d+\s%/g) ?? []), ...fours]
}

function listRepeated(utterances: readonly Utterance[]): string[] {
  const faults: string[] = []
  for (const [at, one] of utterances.entries()) {
    const phrases = listPhrases(one.words)
    const twice = phrases.find((phrase, index) => phrases.indexOf(phrase) !== index)
    if (namedByContent.test(one.role) && twice !== undefined)
      faults.push(`${one.role} "${one.words}" says "${twice}" twice`)
    for (const [distance, other] of utterances.slice(at + 1).entries()) {
      const isOneUnit = one.unit !== 0 && one.unit === other.unit
      // The items of a list may resemble each other.
      const isBetweenItems = one.unit !== 0 && other.unit !== 0
      if (!isOneUnit && (distance > 0 || isBetweenItems)) break
      // A picture may be older than the headline above it, so its text has the state of its own time.
      const isLiveState = one.role === 'heading' && other.role === 'img'
      // A single word, such as "Search", can be a heading and a button.
      const [said, next] = [one, other].map(({ words }) => toWords(words).join(' '))
      const isSame = said === next && (isOneUnit || said?.includes(' '))
      const shared = listPhrases(other.words).find((phrase) => phrases.includes(phrase))
      if (!isLiveState && (isSame || shared !== undefined))
        faults.push(`${one.role} "${one.words}", then ${other.role} "${other.words}"`)
    }
  }
  return faults
}

/** Runs in the page: its headings of the first level, and text that is larger, but for what marks a replay. */
function listLargest(): { headings: number; larger: string[] } {
  const main = document.querySelector('main') ?? document.body
  const headings = [...document.querySelectorAll('h1')]
  const sized = [...main.querySelectorAll(':not([role=status], [role=status] *)')].filter(
    (one) =>
      one.checkVisibility({ visibilityProperty: true }) &&
      [...one.childNodes].some(
        ({ nodeType, data }: ChildNode & { data?: string }) => nodeType === 3 && data?.trim(),
      ),
  )
  const sizeOf = (one: Element) => Number.parseFloat(getComputedStyle(one).fontSize)
  const isHeading = (one: Element) => one.closest('h1') !== null
  const largest = Math.max(...sized.filter(isHeading).map(sizeOf))
  return {
    headings: headings.length,
    larger: sized
      .filter((one) => sizeOf(one) > largest)
      .map(({ textContent }) => textContent ?? ''),
  }
}

async function expectOneOfEach(page: Page, path: string): Promise<void> {
  const utterances = listUtterances(await page.locator('body').ariaSnapshot())
  expect(utterances.length, path).toBeGreaterThan(5)
  expect.soft(listRepeated(utterances), path).toEqual([])
  const largest = await page.evaluate(listLargest)
  expect.soft(largest, path).toEqual({ headings: 1, larger: [] })
}

test('no page says the same twice, and its one heading is its largest text', async ({ page }) => {
  // Of its own: other tests' printers say the same over and over.
  const site = await startSite()
  const printer = await addPrinter(site, 'Maker Select')
  await printSomething(printer, { frames: 9 })
  await report(printer, printing, await takePicture(1))
  const own = `/printers/${printer.id}`
  const pages = ['', '/prints', '/prints/1', '/archive', '/readings?span=day', '/share', '/present']
  for (const path of [
    ...[...pages, '/embed', '/present?replay=1'].map((one) => own + one),
    ...['/', '/printers', '/blog', '/blog/2021', '/tags', '/tags/grafana', '/projects'],
    ...['/projects/infrastructure', '/about', '/search', '/search?q=prometheus', '/nowhere'],
    ...['/2021/02/07/0/grafana-debugging', '/2026/11/22/0/how-the-printer-page-works'],
  ]) {
    await page.goto(site.url + path)
    await expectOneOfEach(page, path)
  }
  await site.stop()
})

test('what repeats itself is found', () => {
  const find = (snapshot: string) => listRepeated(listUtterances(snapshot)).length
  expect(find('- figure "A log":\n  - group "Diagram":\n    - img "a, b"\n  - text: A log')).toBe(1)
  expect(find('- link "3D printer, 42 %, at 14:30 PST 14:30 PST 42 %"')).toBe(1)
  expect(find('- listitem:\n  - img "tug"\n  - paragraph: Finished\n  - link "tug"')).toBe(1)
  expect(find('- listitem:\n  - link "tug"\n- listitem:\n  - text: Sun\n  - link "tug"')).toBe(0)
})
