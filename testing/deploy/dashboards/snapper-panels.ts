import type { Dashboard, Panel } from './classic.ts'
import { instance, job, ours } from './site-panels.ts'

const line = { type: 'timeseries', width: 12, height: 8 } as const

const panels: Panel[] = [
  {
    ...line,
    title: 'Since the last success of each CronJob',
    description: 'By kube-state-metrics of the cluster that the snapper runs in.',
    unit: 's',
    queries: [
      {
        expr: 'max by (namespace, cronjob) (time() - kube_cronjob_status_last_successful_time{cronjob=~".*snapper.*"})',
        legend: '{{namespace}}/{{cronjob}}',
      },
    ],
  },
  {
    ...line,
    title: 'Runs',
    description: 'Kept Jobs by how they ended.',
    unit: 'short',
    queries: [
      {
        expr: 'sum by (namespace) (kube_job_status_succeeded{job_name=~".*snapper.*"})',
        legend: '{{namespace}} succeeded',
      },
      {
        expr: 'sum by (namespace) (kube_job_status_failed{job_name=~".*snapper.*"})',
        legend: '{{namespace}} failed',
      },
    ],
  },
  {
    ...line,
    title: 'Reports taken in',
    description: 'Stored, the same again, or failed on the site’s side.',
    unit: 'short',
    queries: [
      {
        expr: `sum by (result) (increase(paparazza_ingests_total{${ours}}[$__rate_interval]))`,
        legend: '{{result}}',
      },
    ],
  },
  {
    ...line,
    title: 'Refusals',
    description: 'Requests that were refused, by the code that the sender was told.',
    unit: 'short',
    queries: [
      {
        expr: `sum by (reason) (increase(paparazza_http_errors_total{${ours}}[$__rate_interval]))`,
        legend: '{{reason}}',
      },
    ],
  },
  {
    ...line,
    title: 'Bytes received',
    description: 'Bodies of uploads, by the second: what the uplink at home carries.',
    unit: 'Bps',
    queries: [{ expr: `sum(rate(paparazza_received_bytes_total{${ours}}[$__rate_interval]))` }],
  },
  {
    ...line,
    title: 'Since the last report',
    description: 'Of each printer, as the site knows it, beside the promise.',
    unit: 's',
    queries: [
      {
        expr: `min by (printer) (paparazza_printer_report_age_seconds{${ours}})`,
        legend: 'Printer {{printer}}',
      },
      {
        expr: `max by (printer) (paparazza_printer_interval_expected_seconds{${ours}})`,
        legend: 'Printer {{printer}} promised',
      },
    ],
  },
  {
    ...line,
    title: 'Memory of the snapper',
    description: 'Working set of its containers.',
    unit: 'bytes',
    queries: [
      {
        expr: 'max by (namespace, pod) (container_memory_working_set_bytes{container="snapper"})',
        legend: '{{namespace}}/{{pod}}',
      },
    ],
  },
  {
    ...line,
    source: 'loki',
    title: 'Spool',
    description:
      'Reports that still wait in the spool after one was delivered, by the snapper’s log.',
    unit: 'short',
    queries: [
      {
        expr: 'max by (namespace) (max_over_time({container="snapper"} | json | msg="delivered" | unwrap waiting [$__auto]))',
        legend: '{{namespace}}',
      },
    ],
  },
  {
    type: 'logs',
    source: 'loki',
    width: 24,
    height: 8,
    title: 'Warnings and errors',
    description: 'Of the snapper; each line says what to do.',
    unit: 'short',
    queries: [{ expr: '{container="snapper"} | json | level=~"warn|error"' }],
  },
]

export const snapper: Dashboard = {
  uid: 'paparazza-snapper',
  title: 'Paparazza / Snapper',
  description: 'Whether it runs, what it sends, and what is refused.',
  variables: [job, instance],
  hasLogs: true,
  panels,
}
