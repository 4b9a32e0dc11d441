/*
 * What dashboard-linter asks of a dashboard, as far as it concerns ours: that program can't be brought everywhere. Each exception
 * is in `deploy/chart/files/dashboards/.lint`, in its own format, with its reason.
 */

interface Target {
  expr: string
  datasource: { uid: string }
}

interface Dashboard {
  title: string
  editable: boolean
  templating: {
    list: {
      name: string
      type: string
      query: unknown
      label: string
      multi?: boolean
      allValue?: string
      refresh: number
      datasource?: { uid: string }
    }[]
  }
  panels: {
    title: string
    description: string
    type: string
    datasource: { uid: string }
    fieldConfig: { defaults: { unit: string } }
    targets: Target[]
  }[]
}

export interface Fault {
  rule: string
  where: string
}

const plotted = new Set(['timeseries', 'stat', 'heatmap', 'state-timeline', 'table'])

/** @param text of a dashboard in classic JSON */
export function lintDashboard(text: string): Fault[] {
  const dashboard = JSON.parse(text) as Dashboard // what is not there fails below
  return [...lintTemplating(dashboard), ...dashboard.panels.flatMap(lintPanel)]
}

function lintTemplating({ editable, templating }: Dashboard): Fault[] {
  const faults: Fault[] = []
  const report = (rule: string) => faults.push({ rule, where: 'dashboard' })
  const named = (name: string) => templating.list.find((variable) => variable.name === name)
  if (editable) report('uneditable-dashboard')
  const source = named('datasource')
  if (source?.type !== 'datasource' || source.query !== 'prometheus')
    report('template-datasource-rule')
  for (const name of ['job', 'instance']) {
    const variable = named(name)
    const isRight =
      variable?.multi === true &&
      variable.allValue === '.+' &&
      variable.type === 'query' &&
      variable.datasource?.uid === '$datasource'
    if (!isRight) report(`template-${name}-rule`)
  }
  for (const { type, refresh } of templating.list)
    if (type === 'query' && refresh !== 2) report('template-on-time-change-reload-rule')
  return faults
}

function lintPanel(panel: Dashboard['panels'][number]): Fault[] {
  const faults: Fault[] = []
  const report = (rule: string) => faults.push({ rule, where: panel.title })
  if (panel.title === '' || panel.description === '') report('panel-title-description-rule')
  if (plotted.has(panel.type) && panel.fieldConfig.defaults.unit === '') report('panel-units-rule')
  if (panel.targets.length === 0) report('panel-no-targets-rule')
  if (!['$datasource', '$loki'].includes(panel.datasource.uid)) report('panel-datasource-rule')
  const isLogs = panel.datasource.uid === '$loki'
  for (const { expr } of panel.targets) {
    if (isLogs) {
      if (/\[\d+\w\]/.test(expr)) report('target-logql-auto-rule')
      continue
    }
    for (const name of ['job', 'instance']) {
      const selectors = expr.match(/\{[^}]*\}/g) ?? []
      const isPicked = (selector: string) => selector.includes(`${name}=~"$${name}"`)
      if (selectors.length === 0 || !selectors.every(isPicked)) report(`target-${name}-rule`)
    }
    if (/\b(rate|irate|increase)\(.*?\[(?!\$__rate_interval)/.test(expr))
      report('target-rate-interval-rule')
    if (/(?<!rate\(|increase\()\b\w+_total\b/.test(expr)) report('target-counter-agg-rule')
  }
  return faults
}
