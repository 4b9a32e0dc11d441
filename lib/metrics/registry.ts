import { Counter, collectDefaultMetrics, Gauge, type Metric, Registry } from 'prom-client'
import { singleton } from '#lib/core/singleton.ts'
import { type DurationName, type FastHistogram, listFastCounters } from './counters.ts'

const counters = {
  http_requests: {
    name: 'paparazza_http_requests_total',
    help: 'Requests answered, by class of route, method and status.',
    labelNames: ['route', 'method', 'code'],
  },
  public_cache: {
    name: 'paparazza_public_cache_requests_total',
    help: 'GET and HEAD requests by what the public cache could do for them.',
    labelNames: ['result'],
  },
  ingests: {
    name: 'paparazza_ingests_total',
    help: 'Reports of snappers that were taken in, by result.',
    labelNames: ['result'],
  },
  refusals: {
    name: 'paparazza_refusals_total',
    help: 'Requests refused, by the code of the problem document.',
    labelNames: ['reason'],
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
    help: 'Time from a request’s header to the end of its answer. cache: hit, at once from memory; miss, made; none, no reading but a report, which takes as long as its line.',
  },
  image_render: {
    name: 'paparazza_image_render_seconds',
    help: 'Time to make one variant of a picture, by format.',
  },
} as const satisfies Record<DurationName, object>

/** What Prometheus is told; gauges of others join by `registers: [getRegistry()]` with a `collect`. */
export function getRegistry(): Registry {
  return singleton('metric-registry', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    for (const [tallyName, { name, help, labelNames }] of Object.entries(counters))
      new Counter({
        name,
        help,
        labelNames: [...labelNames],
        registers: [registry],
        collect() {
          this.reset()
          const series = listFastCounters().counters.get(tallyName)
          for (const { labels, value } of series?.values() ?? []) this.inc(labels, value)
        },
      })
    for (const name of Object.keys(durations) as DurationName[])
      registry.registerMetric(toHistogram(name))
    addImageJobs(registry)
    return registry
  })
}

function addImageJobs(registry: Registry): void {
  new Gauge({
    name: 'paparazza_image_jobs',
    help: 'Pictures and variants that the image process works on, and that wait for it.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const { labels, value } of listFastCounters().counters.get('image_jobs')?.values() ?? [])
        this.set(labels, value)
    },
  })
}

/** A histogram that is read from tallies; prom-client's own can only observe one value at a time. */
function toHistogram(tallyName: DurationName): Metric {
  const { name, help } = durations[tallyName]
  const metric = {
    name,
    get: async () => ({
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: [...(listFastCounters().durations.get(tallyName)?.values() ?? [])].flatMap((tally) =>
        listBuckets(name, tally),
      ),
    }),
  }
  // The registry asks nothing but `name` and `get` of a metric; its typing names the four classes only.
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
