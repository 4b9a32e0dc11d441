import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderColumns } from '../../../testing/render-columns.ts'
import { median } from '../../figures.ts'
import type { LighthouseResult } from './install-lighthouse.ts'

export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const times = {
  'FCP ms': 'first-contentful-paint',
  'LCP ms': 'largest-contentful-paint',
  'TBT ms': 'total-blocking-time',
  shift: 'cumulative-layout-shift',
} as const
const resources = {
  'HTML kB': 'Document',
  script: 'Script',
  CSS: 'Stylesheet',
  fonts: 'Font',
  pictures: 'Image',
} as const
const names = [
  ...categories,
  ...(Object.keys(times) as (keyof typeof times)[]), // of a constant object
  ...(Object.keys(resources) as (keyof typeof resources)[]), // likewise
  'all',
  'requests',
] as const

/** The costs of one visit, or medians of several: scores of 100, kilobytes over the wire. */
export type PageFigures = Record<(typeof names)[number], number>

/** @throws Error if Lighthouse couldn't load the page */
export function toFigures(result: LighthouseResult): PageFigures {
  if (result.runtimeError) throw new Error(result.runtimeError.message)
  const requests = (result.audits['network-requests']?.details?.items ?? [])
    .filter(({ url }) => !String(url).startsWith('data:'))
    .map(({ resourceType, transferSize }) => ({
      type: String(resourceType),
      kb: (Number(transferSize) || 0) / 1000,
    }))
  const sum = (type?: string) =>
    requests
      .filter((request) => type === undefined || request.type === type)
      .reduce((total, { kb }) => total + kb, 0)
  const read = (name: (typeof names)[number]): number => {
    if (name === 'all') return sum()
    if (name === 'requests') return requests.length
    if (name in resources) return sum(resources[name as keyof typeof resources]) // just checked
    if (name in times) return result.audits[times[name as keyof typeof times]]?.numericValue ?? 0 // just checked
    return Math.round((result.categories[name]?.score ?? 0) * 100)
  }
  return mapFigures(read)
}

/** The median of each figure by itself: other load seldom affects all figures of a visit. */
export function takeMedians(visits: readonly PageFigures[]): PageFigures {
  return mapFigures((name) => median(visits.map((visit) => visit[name])))
}

function mapFigures(read: (name: (typeof names)[number]) => number): PageFigures {
  return Object.fromEntries(names.map((name) => [name, read(name)])) as PageFigures // of all names
}

/** What costs a page points in a category. */
export function listIssues(result: LighthouseResult): string[] {
  return categories.flatMap((category) =>
    (result.categories[category]?.auditRefs ?? [])
      .filter(({ weight }) => weight > 0)
      .flatMap(({ id }) => {
        const audit = result.audits[id]
        if (audit === undefined || audit.score === null || audit.score >= 1) return []
        return [`${category}: ${audit.title} (${id}, ${audit.score})`]
      }),
  )
}

interface Peers {
  source: string
  columns: string[]
  pages: Record<string, (number | null)[]>
}

/** Our pages, and below them the recorded figures of other sites. */
export function renderFigures(pages: readonly { name: string; figures: PageFigures }[]): string {
  const {
    source,
    columns,
    pages: peers,
  }: Peers = JSON.parse(readFileSync(join(import.meta.dirname, 'peers.json'), 'utf8'))
  const columnNames = names.slice(categories.length)
  const ours = pages.map(({ name, figures }) => [
    name,
    categories.map((category) => figures[category]).join('/'),
    ...columnNames.map((column) => format(column, figures[column])),
  ])
  const theirs = Object.entries(peers).map(([page, values]) => {
    const read = (column: string) => format(column, values[columns.indexOf(column)] ?? null)
    return [page, read('performance'), ...columnNames.map(read)]
  })
  const head = ['', 'perf/a11y/best/seo', ...columnNames]
  const table = renderColumns([head, ...ours, ['recorded, not measured now:'], ...theirs])
  return `${table}\n\nRecorded: ${source}`
}

function format(column: string, value: number | null): string {
  if (value === null) return ''
  if (column === 'shift') return value.toFixed(3)
  if (column === 'performance' || column === 'requests' || column.endsWith('ms'))
    return String(Math.round(value))
  return value.toFixed(1)
}
