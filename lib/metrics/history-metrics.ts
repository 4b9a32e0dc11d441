import { statfs } from 'node:fs/promises'
import { Gauge, type Registry } from 'prom-client'
import type { PrinterStore, RetentionStore } from '#lib/printers/ports.ts'
import { getRegistry } from './registry.ts'

export interface HistorySource {
  printers: Pick<PrinterStore, 'listPrinters'>
  retention: Pick<RetentionStore, 'listStored'>
}

interface Kept {
  printer: string
  pictures: number
  bytes: number
}

/** Counting reads every kept picture's row; a picture comes every few minutes, so that nothing is missed between. */
const countEveryMs = 5 * 60_000

/**
 * Adds what is kept of each printer, and the room that is left on the disk of `DATA_DIR`. What can't be read is left out, never
 * told as nothing.
 * @param settings.maxBytes what retention keeps pictures within
 */
export function addHistoryGauges(
  source: HistorySource,
  settings: { dataDir: string; maxBytes: number },
  registry: Registry = getRegistry(),
  now: () => number = () => performance.now(),
): void {
  let counted: { at: number; kept: Promise<Kept[]> } | null = null
  const count = () => {
    if (counted === null || now() - counted.at >= countEveryMs) {
      const kept = countKept(source)
      counted = { at: now(), kept }
      kept.catch(() => {
        counted = null
      })
    }
    return counted.kept
  }
  const registers = [registry]
  for (const unit of ['pictures', 'bytes'] as const)
    new Gauge({
      name: `paparazza_kept_${unit}`,
      help: `${unit === 'bytes' ? 'Bytes of the pictures' : 'Pictures'} in the history, as received; counted every 5 minutes.`,
      labelNames: ['printer'],
      registers,
      async collect() {
        this.reset()
        for (const kept of await count().catch(() => []))
          this.set({ printer: kept.printer }, kept[unit])
      },
    })
  new Gauge({
    name: 'paparazza_kept_limit_bytes',
    help: 'What the pictures of the history may take (KEEP_MB).',
    registers,
  }).set(settings.maxBytes)
  addDiskGauges(settings.dataDir, registers)
}

async function countKept({ printers, retention }: HistorySource): Promise<Kept[]> {
  const all: Kept[] = []
  for (const { id } of await printers.listPrinters()) {
    const kept = await retention.listStored(id)
    const bytes = kept.reduce((sum, each) => sum + each.bytes, 0)
    all.push({ printer: String(id), pictures: kept.length, bytes })
  }
  return all
}

function addDiskGauges(dataDir: string, registers: Registry[]): void {
  const gauges = [
    ['free', 'Bytes that the site can still write on the disk of DATA_DIR.', 'bavail'],
    ['size', 'Size of the disk of DATA_DIR.', 'blocks'],
  ] as const
  for (const [kind, help, field] of gauges)
    new Gauge({
      name: `paparazza_data_disk_${kind}_bytes`,
      help,
      registers,
      // No labels: the series would begin as 0, which reads as a full disk.
      async collect() {
        const facts = await statfs(dataDir).catch(() => null)
        if (facts === null) this.remove()
        else this.set(facts[field] * facts.bsize)
      },
    })
}
