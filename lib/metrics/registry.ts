import { Counter, collectDefaultMetrics, Gauge, type Metric, Registry } from 'prom-client'
import { countContentErrors } from '#lib/core/content-health.ts'
import { singleton } from '#lib/core/singleton.ts'
import { type DurationName, type FastHistogram, getAllSeries } from './counters.ts'
import { addDeprecatedNames } from './deprecated-names.ts'

const counters = {
  http_requests: {
    name: 'paparazza_http_requests_total',
    help: 'Responses, by route class, method and status.',
    labelNames: ['route', 'method', 'code'],
  },
  public_cache: {
    name: 'paparazza_public_cache_requests_total',
    help: 'GET and HEAD requests, by result of the public cache lookup.',
    labelNames: ['result'],
  },
  ingests: {
    name: 'paparazza_ingests_total',
    help: 'Ingested reports, by result.',
    labelNames: ['result'],
  },
  http_errors: {
    name: 'paparazza_http_errors_total',
    help: 'Error responses, by code of the problem document.',
    labelNames: ['reason'],
  },
  notifications: {
    name: 'paparazza_notifications_total',
    help: 'Tries to send the owner a notification, by result; given-up: it was the last one; turned-off: its channel is off now, because it refuses.',
    labelNames: ['result'],
  },
  received_bytes: {
    name: 'paparazza_received_bytes_total',
    help: 'Bytes of request bodies.',
    labelNames: [],
  },
} as const

const durations = {
  http_request: {
    name: 'paparazza_http_request_duration_seconds',
    help: 'Request duration. cache=hit: served from memory; miss: rendered; none: upload, bound by the client’s uplink.',
  },
  image_render: {
    name: 'paparazza_image_render_duration_seconds',
    help: 'Time to render one variant of a picture, by format.',
  },
} as const satisfies Record<DurationName, object>

/** All metrics of this process. Other modules add gauges with `registers: [getRegistry()]` and a `collect`. */
export function getRegistry(): Registry {
  return singleton('metric-registry', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    for (const [key, { name, help, labelNames }] of Object.entries(counters))
      new Counter({
        name,
        help,
        labelNames: [...labelNames],
        registers: [registry],
        collect() {
          this.reset()
          for (const { labels, value } of getAllSeries().counters.get(key)?.values() ?? [])
            this.inc(labels, value)
        },
      })
    for (const key of Object.keys(durations) as DurationName[])
      registry.registerMetric(toHistogram(key))
    addImageJobs(registry)
    addContentErrors(registry)
    addDeprecatedNames(registry)
    return registry
  })
}

function addImageJobs(registry: Registry): void {
  new Gauge({
    name: 'paparazza_image_jobs',
    help: 'Jobs of the image process, running and waiting.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const { labels, value } of getAllSeries().counters.get('image_jobs')?.values() ?? [])
        this.set(labels, value)
    },
  })
}

function addContentErrors(registry: Registry): void {
  new Gauge({
    name: 'paparazza_content_errors',
    help: 'Errors in the content folder; the files are left out or incomplete, and the log names them.',
    registers: [registry],
    collect() {
      const errors = countContentErrors()
      this.set(errors ?? 0)
    },
  })
}

/** A metric read from fast histograms; prom-client's own can only observe one value at a time. */
function toHistogram(key: DurationName): Metric {
  const { name, help } = durations[key]
  const metric = {
    name,
    get: async () => ({
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: [...(getAllSeries().durations.get(key)?.values() ?? [])].flatMap((histogram) =>
        listBuckets(name, histogram),
      ),
    }),
  }
  // The registry calls only `name` and `get` of a metric; its type names the four classes only.
  return metric as unknown as Metric
}

function listBuckets(name: string, { labels, bounds, counts, sumSeconds }: FastHistogram) {
  let total = 0
  const buckets = counts.map((count, index) => {
    total += count
    const le = bounds[index] ?? '+Inf'
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: total }
  })
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sumSeconds },
    { metricName: `${name}_count`, labels, value: total },
  ]
}
