import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PageFigures } from './measure-page.ts'

/** A page of somebody else's, measured another day. */
interface Peer extends Pick<PageFigures, 'fcpMs' | 'lcpMs' | 'tbtMs' | 'requests'> {
  page: string
  performance: number
  htmlKb: number
  scriptKb: number
  cssKb: number | null
  fontKb: number
  allKb: number
}

interface Peers {
  source: string
  postPages: Peer[]
}

const head = [
  '',
  'perf/a11y/best/seo',
  'FCP ms',
  'LCP ms',
  'TBT ms',
  'shift',
  'HTML kB',
  'script',
  'CSS',
  'fonts',
  'pictures',
  'all',
  'requests',
]

/** Figures in columns, ours above, and below them what peers' pages had when they were measured. */
export function renderFigures(pages: readonly { name: string; figures: PageFigures }[]): string {
  const ours = pages.map(({ name, figures }) => toCells(name, figures))
  const { source, postPages } = readPeers()
  const theirs = postPages.map((peer) => [
    peer.page,
    String(peer.performance),
    ...[peer.fcpMs, peer.lcpMs, peer.tbtMs].map(String),
    '',
    ...[peer.htmlKb, peer.scriptKb, peer.cssKb, peer.fontKb].map((value) =>
      value === null ? '?' : value.toFixed(1),
    ),
    '',
    peer.allKb.toFixed(1),
    String(peer.requests),
  ])
  const rows = [head, ...ours, ['recorded, not measured now:'], ...theirs]
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || row.length === 1
          ? cell.padEnd(widths[0] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  return [...lines, '', `Recorded: ${source}`].join('\n')
}

function toCells(name: string, figures: PageFigures): string[] {
  const { scores, fcpMs, lcpMs, tbtMs, shift, requests } = figures
  const { htmlKb, scriptKb, cssKb, fontKb, imageKb, allKb } = figures
  return [
    name,
    Object.values(scores).join('/'),
    ...[fcpMs, lcpMs, tbtMs].map((value) => String(Math.round(value))),
    shift.toFixed(3),
    ...[htmlKb, scriptKb, cssKb, fontKb, imageKb, allKb].map((value) => value.toFixed(1)),
    String(requests),
  ]
}

function readPeers(): Peers {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'peers.json'), 'utf8')) as Peers // beside this file
}
