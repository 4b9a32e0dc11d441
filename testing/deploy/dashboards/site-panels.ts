import type { Dashboard, Panel, Variable } from './classic.ts'

/** What every panel about the site picks its series by. */
export const ours = 'job=~"$job", instance=~"$instance"'
export const job: Variable = {
  name: 'job',
  label: 'Job',
  query: 'label_values(paparazza_store_up, job)',
}
export const instance: Variable = {
  name: 'instance',
  label: 'Instance',
  query: 'label_values(paparazza_store_up{job=~"$job"}, instance)',
}

const line = { type: 'timeseries', width: 12, height: 8 } as const
const number = { type: 'stat', width: 6, height: 4 } as const

/** Of the request histogram, the time within which this share was answered. */
function quantile(share: number, picked: string, by: string): string {
  const buckets = `paparazza_http_request_duration_seconds_bucket{${ours}, ${picked}}`
  return `histogram_quantile(${share}, sum by (le, ${by}) (rate(${buckets}[$__rate_interval])))`
}

const panels: Panel[] = [
  {
    ...number,
    title: 'Instances up',
    description: 'Replicas of the site that answer Prometheus.',
    unit: 'short',
    queries: [{ expr: `sum(up{${ours}})`, isInstant: true }],
  },
  {
    ...number,
    title: 'From the cache',
    description: 'Share of public answers that were given from memory, without the framework.',
    unit: 'percentunit',
    queries: [
      {
        expr: `sum(rate(paparazza_public_cache_requests_total{${ours}, result="hit"}[$__rate_interval])) / sum(rate(paparazza_public_cache_requests_total{${ours}}[$__rate_interval]))`,
      },
    ],
  },
  {
    ...number,
    title: 'Disk free',
    description: 'Room that is left on the disk of DATA_DIR.',
    unit: 'bytes',
    queries: [{ expr: `min(paparazza_data_disk_free_bytes{${ours}})`, isInstant: true }],
  },
  {
    ...number,
    title: 'Pictures kept',
    description: 'Bytes of the history against what it may take (MAX_STORAGE_MB).',
    unit: 'percentunit',
    queries: [
      {
        expr: `sum(max by (printer) (paparazza_history_bytes{${ours}})) / max(paparazza_history_limit_bytes{${ours}})`,
        isInstant: true,
      },
    ],
  },
  {
    ...line,
    title: 'Crowd',
    description: 'Requests by what they were for.',
    unit: 'reqps',
    queries: [
      {
        expr: `sum by (route) (rate(paparazza_http_requests_total{${ours}}[$__rate_interval]))`,
        legend: '{{route}}',
      },
    ],
  },
  {
    ...line,
    title: 'Answers by status',
    description: 'Everything from 400 on is worth a look, from 500 on a worry.',
    unit: 'reqps',
    queries: [
      {
        expr: `sum by (code) (rate(paparazza_http_requests_total{${ours}}[$__rate_interval]))`,
        legend: '{{code}}',
      },
    ],
  },
  {
    ...line,
    title: 'Public cache',
    description: 'What it could do for requests: hit, miss, the same again, or nothing to hold.',
    unit: 'reqps',
    queries: [
      {
        expr: `sum by (result) (rate(paparazza_public_cache_requests_total{${ours}}[$__rate_interval]))`,
        legend: '{{result}}',
      },
    ],
  },
  {
    ...line,
    title: 'Latency',
    description:
      'Of reading: the time within which half and 99 of 100 were answered, from memory (hit) and made (miss).',
    unit: 's',
    queries: [
      { expr: quantile(0.5, 'cache=~"hit|miss"', 'cache'), legend: '{{cache}} p50' },
      { expr: quantile(0.99, 'cache=~"hit|miss"', 'cache'), legend: '{{cache}} p99' },
    ],
  },
  {
    ...line,
    title: 'Latency of what is made',
    description: 'By what was asked for: the time within which 95 of 100 were answered.',
    unit: 's',
    queries: [{ expr: quantile(0.95, 'cache="miss"', 'route'), legend: '{{route}}' }],
  },
  {
    ...line,
    title: 'Uploads',
    description:
      'The time within which half of the reports were taken in, by the line at home more than by the site.',
    unit: 's',
    queries: [
      { expr: quantile(0.5, 'cache="none", route="printer"', 'route'), legend: 'half of them' },
    ],
  },
  {
    ...line,
    title: 'Making pictures',
    description: 'Mean time to make one variant, by format. It runs in a process of its own.',
    unit: 's',
    queries: [
      {
        expr: `sum by (format) (rate(paparazza_image_render_duration_seconds_sum{${ours}}[$__rate_interval])) / sum by (format) (rate(paparazza_image_render_duration_seconds_count{${ours}}[$__rate_interval]))`,
        legend: '{{format}}',
      },
    ],
  },
  {
    ...line,
    title: 'Work for the image process',
    description:
      'What runs and what waits; a queue that doesn’t shrink is a machine that is too small.',
    unit: 'short',
    queries: [{ expr: `sum by (state) (paparazza_image_jobs{${ours}})`, legend: '{{state}}' }],
  },
  {
    ...line,
    title: 'Pictures on the disk',
    description: 'As they were received, and all that was made of them.',
    unit: 'bytes',
    queries: [{ expr: `max by (kind) (paparazza_stored_bytes{${ours}})`, legend: '{{kind}}' }],
  },
  {
    ...line,
    title: 'Memory',
    description: 'Of the process, and of the answers that it holds.',
    unit: 'bytes',
    queries: [
      {
        expr: `max by (instance) (process_resident_memory_bytes{${ours}})`,
        legend: '{{instance}} resident',
      },
      {
        expr: `max by (instance) (nodejs_heap_size_used_bytes{${ours}})`,
        legend: '{{instance}} heap',
      },
      {
        expr: `max by (instance) (paparazza_public_cache_bytes{${ours}})`,
        legend: '{{instance}} held answers',
      },
    ],
  },
  {
    ...line,
    title: 'CPU',
    description: 'Cores in use by the site itself, without its image process.',
    unit: 'short',
    queries: [
      {
        expr: `sum by (instance) (rate(process_cpu_seconds_total{${ours}}[$__rate_interval]))`,
        legend: '{{instance}}',
      },
    ],
  },
  {
    ...line,
    title: 'Connections',
    description: 'Open connections of callers.',
    unit: 'short',
    queries: [
      {
        expr: `sum by (instance) (paparazza_open_connections{${ours}})`,
        legend: '{{instance}}',
      },
    ],
  },
]

export const site: Dashboard = {
  uid: 'paparazza-site',
  title: 'Paparazza / Site',
  description: 'Who comes, how they are served, and what it costs.',
  variables: [job, instance],
  panels,
}
