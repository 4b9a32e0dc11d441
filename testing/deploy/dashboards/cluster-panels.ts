import type { Dashboard, Panel } from './classic.ts'

const line = { type: 'timeseries', width: 12, height: 8 } as const
const number = { type: 'stat', width: 6, height: 4 } as const

const nodeMemory: Panel = {
  type: 'timeseries',
  width: 24,
  height: 9,
  title: 'Memory in use by node',
  description: 'A drop here is something that ended. Look below for what it was.',
  unit: 'bytes',
  queries: [
    {
      expr: 'sum by (instance) (node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes)',
      legend: '{{instance}}',
    },
  ],
}

const everythingPanels: Panel[] = [
  {
    ...number,
    title: 'Nodes ready',
    description: 'Nodes that take pods.',
    unit: 'short',
    queries: [
      {
        expr: 'sum(kube_node_status_condition{condition="Ready", status="true"})',
        isInstant: true,
      },
    ],
  },
  {
    ...number,
    title: 'Pods not running',
    description: 'Pending, failed or unknown.',
    unit: 'short',
    queries: [
      {
        expr: 'sum(kube_pod_status_phase{phase=~"Pending|Failed|Unknown"})',
        isInstant: true,
      },
    ],
  },
  {
    ...number,
    title: 'Alerts firing',
    description: 'Of every rule, without the watchdog that always fires.',
    unit: 'short',
    queries: [
      {
        expr: 'count(ALERTS{alertstate="firing", alertname!="Watchdog"}) or vector(0)',
        isInstant: true,
      },
    ],
  },
  {
    ...number,
    title: 'Site',
    description: 'Replicas of the site that answer.',
    unit: 'short',
    queries: [{ expr: 'sum(up{job="paparazza"})', isInstant: true }],
  },
  {
    ...line,
    title: 'CPU by node',
    description: 'Share of each node’s cores that is not idle.',
    unit: 'percentunit',
    queries: [
      {
        expr: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))',
        legend: '{{instance}}',
      },
    ],
  },
  {
    ...line,
    title: 'Load by core',
    description:
      'Five-minute load over the node’s cores (a record of kube-prometheus-stack): above 1 something waits.',
    unit: 'short',
    queries: [
      {
        expr: 'max by (instance) (node_load5) / on (instance) max by (instance) (instance:node_num_cpu:sum)',
        legend: '{{instance}}',
      },
    ],
  },
  { ...nodeMemory, width: 12, height: 8 },
  {
    ...line,
    title: 'Memory by namespace',
    description: 'Working sets: who holds what is missing elsewhere.',
    unit: 'bytes',
    queries: [
      {
        expr: 'topk(10, sum by (namespace) (container_memory_working_set_bytes{container!=""}))',
        legend: '{{namespace}}',
      },
    ],
  },
  {
    ...line,
    title: 'Requested memory by node',
    description: 'What the scheduler has promised, of what it has.',
    unit: 'percentunit',
    queries: [
      {
        expr: 'sum by (node) (kube_pod_container_resource_requests{resource="memory"}) / on (node) sum by (node) (kube_node_status_allocatable{resource="memory"})',
        legend: '{{node}}',
      },
    ],
  },
  {
    ...line,
    title: 'Temperature by node',
    description: 'The hottest sensor of each board; a Pi slows down from 80 °C.',
    unit: 'celsius',
    queries: [{ expr: 'max by (instance) (node_thermal_zone_temp)', legend: '{{instance}}' }],
  },
  {
    ...line,
    title: 'Disks',
    description: 'Share in use of each node’s root filesystem.',
    unit: 'percentunit',
    queries: [
      {
        expr: '1 - max by (instance) (node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"})',
        legend: '{{instance}}',
      },
    ],
  },
  {
    ...line,
    title: 'Restarts',
    description: 'Of containers, by namespace.',
    unit: 'short',
    queries: [
      {
        expr: 'sum by (namespace) (increase(kube_pod_container_status_restarts_total[$__rate_interval]))',
        legend: '{{namespace}}',
      },
    ],
  },
]

const poorPanels: Panel[] = [
  nodeMemory,
  {
    type: 'heatmap',
    width: 24,
    height: 9,
    title: 'Poorly-terminated containers by namespace',
    description:
      'Containers that ended within five minutes otherwise than completed, whatever their restart policy. The row that is filled at each drop above is the cause.',
    unit: 'short',
    options: {
      // A row for each namespace, not buckets of values.
      calculate: false,
      rowsFrame: { layout: 'auto' },
      cellGap: 1,
      color: { mode: 'scheme', scheme: 'Oranges', steps: 16, min: 0 },
      yAxis: { axisPlacement: 'left' },
      tooltip: { mode: 'single' },
      legend: { show: true },
    },
    queries: [
      {
        expr: 'namespace:container_poor_terminations:count5m',
        legend: '{{namespace}}',
        interval: '5m',
      },
    ],
  },
  {
    type: 'state-timeline',
    width: 24,
    height: 8,
    title: 'The same, by container and reason',
    description: 'For those who read words more easily than shades.',
    unit: 'short',
    queries: [
      {
        expr: 'namespace_container_reason:container_poor_terminations:count5m',
        legend: '{{namespace}}/{{container}}: {{reason}}',
        interval: '5m',
      },
    ],
  },
  {
    type: 'table',
    width: 24,
    height: 8,
    title: 'Who ended most often',
    description:
      'How many ended poorly within the last six hours; each is counted for five minutes.',
    unit: 'short',
    queries: [
      {
        expr: 'sort_desc(sum by (namespace, container, reason) (sum_over_time(namespace_container_reason:container_poor_terminations:count5m[6h:1m])) / 5)',
        isInstant: true,
      },
    ],
  },
]

export const everything: Dashboard = {
  uid: 'paparazza-everything',
  title: 'Paparazza / Everything',
  description: 'The cluster at a glance.',
  variables: [],
  panels: everythingPanels,
}

export const poorlyTerminated: Dashboard = {
  uid: 'paparazza-poorly-terminated',
  title: 'Paparazza / Poorly-terminated containers',
  description: 'Memory that drops, and which containers ended when it did.',
  variables: [],
  panels: poorPanels,
}
