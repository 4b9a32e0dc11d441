import { statfs } from 'node:fs/promises'
import { Gauge, type Registry } from 'prom-client'
import type { RetentionStore } from '#lib/printers/ports.ts'
import { getRegistry } from './registry.ts'

export interface HistorySource {
  retention: Pick<RetentionStore, 'listTotals'>
}

/**
 * Adds the size of each printer's history, its limit, and the free space on the disk of `DATA_DIR`. A failed read removes the
 * series, never sets them to zero.
 * @param settings.maxBytes the limit that retention enforces
 */
export function addHistoryGauges(
  source: HistorySource,
  settings: { dataDir: string; maxBytes: number },
  registry: Registry = getRegistry(),
): void {
  const registers = [registry]
  const gauges = [
    ['pictures', 'Pictures in the history.'],
    ['bytes', 'Size of the pictures in the history, as received.'],
  ] as const
  for (const [unit, help] of gauges)
    new Gauge({
      name: `paparazza_history_${unit}`,
      help,
      labelNames: ['printer'],
      registers,
      async collect() {
        this.reset()
        const totals = await source.retention.listTotals().catch(() => null)
        for (const [id, total] of totals ?? []) this.set({ printer: String(id) }, total[unit])
      },
    })
  new Gauge({
    name: 'paparazza_history_limit_bytes',
    help: 'Size above which retention deletes pictures of the history (MAX_STORAGE_MB).',
    registers,
  }).set(settings.maxBytes)
  addDiskGauges(settings.dataDir, registers)
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
