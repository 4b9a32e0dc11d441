import { expect, test } from 'vitest'
import type { LighthouseResult } from './install-lighthouse.ts'
import { listIssues, renderFigures, takeMedians, toFigures } from './page-figures.ts'

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

test('a page that couldn’t be loaded has no figures', () => {
  expect(() => toFigures({ ...result, runtimeError: { message: 'NO_FCP' } })).toThrow('NO_FCP')
})

test('bytes over the wire are summed by type; data URLs aren’t requests', () => {
  expect(toFigures(result)).toMatchObject({
    performance: 99,
    seo: 100,
    'FCP ms': 700,
    'TBT ms': 150,
    'HTML kB': 8,
    script: 2,
    pictures: 0,
    all: 10,
    requests: 2,
  })
})

test('only audits that cost points are listed', () => {
  expect(listIssues(result)).toEqual(['performance: TBT (total-blocking-time, 0.95)'])
})

test('each figure is the median of all visits by itself', () => {
  const visits = [5, 1, 9, 3, 7].map((ms) => ({ ...toFigures(result), 'TBT ms': ms }))
  expect(takeMedians(visits)).toMatchObject({ 'TBT ms': 5, 'FCP ms': 700 })
})

test('other sites are listed below ours, marked as not measured now', () => {
  const lines = renderFigures([{ name: 'home', figures: toFigures(result) }]).split('\n')
  expect(lines[1]).toMatch(/^home +99\/100\/100\/100/)
  expect(lines[2]).toMatch(/not measured now/)
  expect(lines.slice(3).join()).toContain('overreacted.io')
})
