import { Gauge, type Registry } from 'prom-client'
import { type ReadingsSource, readPrinters } from './printer-samples.ts'
import { printerGauges } from './printer-series.ts'
import { getRegistry } from './registry.ts'

/**
 * Adds every printer's readings. Read from the store at each scrape: a restart loses nothing, and all replicas report the same.
 * When the store can't be read, there are no readings and `paparazza_store_up` is 0; the other metrics are still exposed.
 */
export function addPrinterMetrics(
  source: ReadingsSource,
  registry: Registry = getRegistry(),
  now: () => Date = () => new Date(),
): void {
  // All gauges are collected at the same time and share one read.
  let reading: ReturnType<typeof readPrinters> | null = null
  const read = () => {
    reading ??= readPrinters(source, now()).finally(() => {
      reading = null
    })
    return reading
  }
  const registers = [registry]
  for (const [series, { name, help, labelNames }] of Object.entries(printerGauges))
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      async collect() {
        this.reset()
        const samples = await read().catch(() => [])
        for (const sample of samples)
          if (sample.series === series) this.set(sample.labels, sample.value)
      },
    })
  new Gauge({
    name: 'paparazza_store_up',
    help: '1 if the store could be read at the scrape, otherwise 0.',
    registers,
    async collect() {
      const isUp = await read().then(
        () => true,
        () => false,
      )
      this.set(isUp ? 1 : 0)
    },
  })
}
