/* Grafana's classic JSON, from as little as differs between panels. */

export interface Query {
  expr: string
  legend?: string
  /** One value now instead of a line. */
  isInstant?: boolean
  /** Of a heatmap: the window that a recording rule counts over. */
  interval?: string
}

export interface Panel {
  title: string
  description: string
  type: 'timeseries' | 'stat' | 'heatmap' | 'state-timeline' | 'table' | 'logs'
  unit: string
  /** Of 24 columns. */
  width: number
  height: number
  queries: Query[]
  source?: 'prometheus' | 'loki'
  /** Merged into `fieldConfig.defaults`. */
  field?: Record<string, unknown>
  options?: Record<string, unknown>
  transformations?: Record<string, unknown>[]
}

export interface Variable {
  name: string
  label: string
  query: string
}

export interface Dashboard {
  uid: string
  title: string
  description: string
  variables: Variable[]
  hasLogs?: boolean
  panels: Panel[]
}

const sources = {
  prometheus: { type: 'prometheus', uid: '$datasource' },
  loki: { type: 'loki', uid: '$loki' },
} as const

export function toClassicJson(dashboard: Dashboard): object {
  return {
    uid: dashboard.uid,
    title: dashboard.title,
    description: dashboard.description,
    tags: ['paparazza'],
    editable: false,
    graphTooltip: 1,
    refresh: '30s',
    schemaVersion: 39,
    version: 1,
    timezone: '',
    time: { from: 'now-6h', to: 'now' },
    annotations: { list: [] },
    links: [
      {
        type: 'dashboards',
        title: 'Paparazza',
        tags: ['paparazza'],
        asDropdown: true,
        includeVars: false,
        keepTime: true,
      },
    ],
    templating: { list: listVariables(dashboard) },
    panels: layOut(dashboard.panels),
  }
}

function listVariables({ variables, hasLogs }: Dashboard): object[] {
  const ofSource = (name: string, label: string, query: string) => ({
    name,
    label,
    query,
    type: 'datasource',
    hide: 0,
    current: {},
    regex: '',
    refresh: 1,
  })
  return [
    ofSource('datasource', 'Data source', 'prometheus'),
    ...(hasLogs ? [ofSource('loki', 'Loki data source', 'loki')] : []),
    ...variables.map(({ name, label, query }) => ({
      name,
      label,
      query: { query, refId: name },
      definition: query,
      type: 'query',
      datasource: sources.prometheus,
      hide: 0,
      refresh: 2,
      sort: 1,
      multi: true,
      includeAll: true,
      allValue: '.+',
      current: { selected: true, text: 'All', value: '$__all' },
    })),
  ]
}

function layOut(panels: readonly Panel[]): object[] {
  let x = 0
  let y = 0
  let rowHeight = 0
  return panels.map((panel, index) => {
    if (x + panel.width > 24) {
      x = 0
      y += rowHeight
      rowHeight = 0
    }
    const gridPos = { x, y, w: panel.width, h: panel.height }
    x += panel.width
    rowHeight = Math.max(rowHeight, panel.height)
    return toPanel(panel, index + 1, gridPos)
  })
}

function toPanel(panel: Panel, id: number, gridPos: object): object {
  const { title, description, type, unit, queries, field, options, transformations } = panel
  const datasource = sources[panel.source ?? 'prometheus']
  return {
    id,
    title,
    description,
    type,
    gridPos,
    datasource,
    fieldConfig: { defaults: { unit, ...field }, overrides: [] },
    ...(options ? { options } : {}),
    ...(transformations ? { transformations } : {}),
    targets: queries.map(({ expr, legend = '', isInstant = false, interval }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat: legend,
      ...(isInstant ? { instant: true, range: false } : { range: true }),
      ...(type === 'table' ? { format: 'table' } : {}),
      ...(type === 'heatmap' ? { format: 'time_series' } : {}),
      ...(interval === undefined ? {} : { interval }),
    })),
  }
}
