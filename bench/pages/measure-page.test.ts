import { expect, test } from 'vitest'
import type { LighthouseResult } from './install-lighthouse.ts'
import { listFaults, toFigures } from './measure-page.ts'
import { renderFigures } from './render-figures.ts'
import { takeMedian } from './take-median.ts'

const result: LighthouseResult = {
  lighthouseVersion: '13',
  categories: {
    performance: {
      score: 0.985,
      auditRefs: [
        { id: 'total-blocking-time', weight: 30 },
        { id: 'unused-javascript', weight: 0 },
      ],
    },
    accessibility: { score: 1, auditRefs: [] },
    'best-practices': { score: 1, auditRefs: [] },
    seo: { score: 1, auditRefs: [] },
  },
  audits: {
    'first-contentful-paint': { title: 'FCP', score: 1, numericValue: 700 },
    'total-blocking-time': { title: 'TBT', score: 0.95, numericValue: 150 },
    'unused-javascript': { title: 'Unused', score: 0.5 },
    'network-requests': {
      title: 'Requests',
      score: null,
      details: {
        items: [
          { url: 'http://a/', resourceType: 'Document', transferSize: 8_000 },
          { url: 'http://a/a.js', resourceType: 'Script', transferSize: 2_000 },
          { url: 'data:image/webp;base64,AA', resourceType: 'Image', transferSize: 0 },
        ],
      },
    },
  },
}

test('a page that couldn’t be visited has no figures', () => {
  expect(() => toFigures({ ...result, runtimeError: { message: 'NO_FCP' } })).toThrow('NO_FCP')
})

test('what went over the wire is told by kind; what stands in the page itself is no request', () => {
  expect(toFigures(result)).toMatchObject({
    scores: { performance: 99, seo: 100 },
    fcpMs: 700,
    tbtMs: 150,
    htmlKb: 8,
    scriptKb: 2,
    imageKb: 0,
    allKb: 10,
    requests: 2,
  })
})

test('of what is not perfect only that is named which costs points', () => {
  expect(listFaults(result)).toEqual(['performance: TBT (total-blocking-time, 0.95)'])
})

test('of five visits the middle one counts, for each figure by itself', () => {
  const visits = [5, 1, 9, 3, 7].map((tbtMs) => ({ ...toFigures(result), tbtMs }))
  expect(takeMedian(visits)).toMatchObject({ tbtMs: 5, fcpMs: 700 })
})

test('peers stand below our pages, and say that they were not measured now', () => {
  const lines = renderFigures([{ name: 'home', figures: toFigures(result) }]).split('\n')
  expect(lines[1]).toMatch(/^home +99\/100\/100\/100/)
  expect(lines[2]).toMatch(/not measured now/)
  expect(lines.slice(3).join()).toContain('overreacted.io')
})
