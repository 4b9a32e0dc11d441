import { statfs } from 'node:fs/promises'
import { Gauge, type Registry } from 'prom-client'
import type { PrinterStore, RetentionStore } from '#lib/printers/ports.ts'
import { cacheCount } from './cache-count.ts'
import { getRegistry } from './registry.ts'

export interface HistorySource {
  printers: Pick<PrinterStore, 'listPrinters'>
  retention: Pick<RetentionStore, 'listStored'>
}

interface PrinterHistory {
  printer: string
  pictures: number
  bytes: number
}

/** Counting reads the row of every picture, and a new picture arrives only every few minutes. */
const countEveryMs = 5 * 60_000

/**
 * Adds the size of each printer's history, its limit, and the free space on the disk of `DATA_DIR`. A failed read removes the
 * series, never sets them to zero.
 * @param settings.maxBytes the limit that retention enforces
 */
export function addHistoryGauges(
  source: HistorySource,
  settings: { dataDir: string; maxBytes: number },
  registry: Registry = getRegistry(),
  now: () => number = () => performance.now(),
): void {
  const count = cacheCount(countEveryMs, () => countHistory(source), now)
  const registers = [registry]
  const gauges = [
    ['pictures', 'Pictures in the history. Counted every 5 minutes.'],
    ['bytes', 'Size of the pictures in the history, as received. Counted every 5 minutes.'],
  ] as const
  for (const [unit, help] of gauges)
    new Gauge({
      name: `paparazza_history_${unit}`,
      help,
      labelNames: ['printer'],
      registers,
      async collect() {
        this.reset()
        for (const history of await count().catch(() => []))
          this.set({ printer: history.printer }, history[unit])
      },
    })
  new Gauge({
    name: 'paparazza_history_limit_bytes',
    help: 'Size above which retention deletes pictures of the history (MAX_STORAGE_MB).',
    registers,
  }).set(settings.maxBytes)
  addDiskGauges(settings.dataDir, registers)
}

async function countHistory({ printers, retention }: HistorySource): Promise<PrinterHistory[]> {
  const all: PrinterHistory[] = []
  for (const { id } of await printers.listPrinters()) {
    const pictures = await retention.listStored(id)
    const bytes = pictures.reduce((sum, picture) => sum + picture.bytes, 0)
    all.push({ printer: String(id), pictures: pictures.length, bytes })
  }
  return all
}

function addDiskGauges(dataDir: string, registers: Registry[]): void {
  const gauges = [
    ['free', 'Free space on the disk of DATA_DIR.', 'bavail'],
    ['size', 'Size of the disk of DATA_DIR.', 'blocks'],
  ] as const
  for (const [kind, help, field] of gauges)
    new Gauge({
      name: `paparazza_data_disk_${kind}_bytes`,
      help,
      registers,
      // A gauge without labels starts at 0, which would read as a full disk.
      async collect() {
        const stats = await statfs(dataDir).catch(() => null)
        if (stats === null) this.remove()
        else this.set(stats[field] * stats.bsize)
      },
    })
}
