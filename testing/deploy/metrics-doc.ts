import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { addBlobGauges } from '#lib/metrics/blob-metrics.ts'
import { getFastHistogram } from '#lib/metrics/counters.ts'
import { addHistoryGauges } from '#lib/metrics/history-metrics.ts'
import { addPrinterMetrics } from '#lib/metrics/printer-metrics.ts'
import { getRegistry } from '#lib/metrics/registry.ts'
import { addHttpMetrics } from '../../server/metrics-server.ts'

/* `docs/metrics.md` from the metrics themselves: `node testing/deploy/metrics-doc.ts` writes it. */

export const metricsPagePath = join(import.meta.dirname, '../../docs/metrics.md')

const opening = `# Metrics

Made by \`node testing/deploy/metrics-doc.ts\` from the metrics themselves; a test fails where this page and they differ.

They are told in Prometheus's format at \`/metrics\` on \`METRICS_PORT\` (9464), which is not for the public: readings that the owner
doesn't publish are among them. Base units, and labels from fixed sets only: \`printer\` is the printer's number, \`heater\` one of at
most twelve names of heaters, \`reason\` of refusals the code of the problem document. Everything of a printer is read from the store at
the scrape: a restart forgets nothing and every replica says the same, so take \`max\` or \`min\` over them, never \`sum\`.

What wakes somebody is in \`deploy/chart/files/rules/\`, what is looked at in \`deploy/chart/files/dashboards/\`.
`

/** @returns the page; also registers every metric, so call it once a process */
export async function renderMetricsPage(): Promise<string> {
  const registry = getRegistry()
  const nobody = async () => []
  const store = {
    printers: { listPrinters: nobody },
    snapshots: { getCurrent: () => Promise.reject(), listSnapshots: nobody },
    retention: { listStored: nobody },
  }
  // They only have to exist: nothing is listened to.
  const door = { server: createServer(), cache: { bytes: 0, size: 0 } }
  addHttpMetrics(door as unknown as Parameters<typeof addHttpMetrics>[0])
  addPrinterMetrics(store, registry)
  addHistoryGauges(store, { dataDir: '.', maxBytes: 1 }, registry)
  addBlobGauges({ list: async function* () {} }, { everySeconds: 1 }, registry)
  // A histogram without a value doesn't tell its labels.
  getFastHistogram('image_render', { format: 'jpg' })
  getFastHistogram('http_request', { route: 'page', cache: 'hit' })

  const rows = await Promise.all(registry.getMetricsAsArray().map(describe))
  const isOurs = (row: Row) => row.name.startsWith('paparazza_')
  return [
    opening,
    '## Of the site and its printers',
    formatTable(rows.filter(isOurs)),
    '## Of the process, by prom-client',
    formatTable(rows.filter((row) => !isOurs(row))),
  ]
    .join('\n\n')
    .replace('\n\n\n', '\n\n')
    .concat('\n')
}

interface Row {
  name: string
  type: string
  labels: string[]
  help: string
}

async function describe(metric: unknown): Promise<Row> {
  // `get` is there on every metric, `labelNames` on prom-client's own; its typing has neither in common.
  const known = metric as {
    labelNames?: string[]
    get(): Promise<{
      name: string
      type: string
      help: string
      values: { labels: Record<string, unknown> }[]
    }>
  }
  const { name, type, help, values } = await known.get()
  const told = values.flatMap(({ labels }) => Object.keys(labels))
  const labels = [...new Set([...(known.labelNames ?? []), ...told])].filter(
    (each) => each !== 'le',
  )
  return { name, type, labels: labels.sort(), help: help.trim() }
}

function formatTable(rows: Row[]): string {
  const lines = rows
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ name, type, labels, help }) => {
      const named = labels.map((label) => `\`${label}\``).join(', ')
      return `| \`${name}\` | ${type} | ${named} | ${help} |`
    })
  return ['| metric | type | labels | what it tells |', '| --- | --- | --- | --- |', ...lines].join(
    '\n',
  )
}

export function readMetricsPage(): string {
  return readFileSync(metricsPagePath, 'utf8')
}

if (import.meta.main) {
  writeFileSync(metricsPagePath, await renderMetricsPage())
  process.exit() // prom-client's watch on garbage collection keeps a process alive
}
