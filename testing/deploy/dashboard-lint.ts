import type { Dashboard, Panel } from './dashboards.ts'

/*
 * The rules of Grafana's dashboard-linter that concern these dashboards: the program itself can't be installed from the Go
 * module proxy. Exceptions are in `deploy/chart/files/dashboards/.lint`, in its format, each with a reason.
 */

export interface LintError {
  rule: string
  where: string
}

const rulesOfVariables: Record<string, (dashboard: Dashboard) => boolean> = {
  'uneditable-dashboard': ({ editable }) => !editable,
  'template-datasource-rule': (dashboard) => {
    const source = findVariable(dashboard, 'datasource')
    return source?.type === 'datasource' && source.query === 'prometheus'
  },
  'template-job-rule': (dashboard) => isMultiSelect(dashboard, 'job'),
  'template-instance-rule': (dashboard) => isMultiSelect(dashboard, 'instance'),
  'template-on-time-change-reload-rule': ({ templating }) =>
    templating.list.every(({ type, refresh }) => type !== 'query' || refresh === 2),
}

const rulesOfPanels: Record<string, (panel: Panel) => boolean> = {
  'panel-title-description-rule': ({ title, description }) => title !== '' && description !== '',
  'panel-units-rule': ({ type, fieldConfig }) =>
    type === 'logs' || fieldConfig.defaults.unit !== '',
  'panel-no-targets-rule': ({ targets }) => targets.length > 0,
  'panel-datasource-rule': ({ datasource }) => ['$datasource', '$loki'].includes(datasource.uid),
}

const rulesOfQueries: Record<string, (expr: string) => boolean> = {
  'target-job-rule': (expr) => selects(expr, 'job'),
  'target-instance-rule': (expr) => selects(expr, 'instance'),
  'target-rate-interval-rule': (expr) =>
    !/\b(rate|irate|increase)\(.*?\[(?!\$__rate_interval)/.test(expr),
  'target-counter-agg-rule': (expr) => !/(?<!rate\(|increase\()\b\w+_total\b/.test(expr),
}

const rulesOfLogQueries: Record<string, (expr: string) => boolean> = {
  'target-logql-auto-rule': (expr) => !/\[\d+\w\]/.test(expr),
}

/** Each violated rule once for each panel. */
export function lintDashboard(dashboard: Dashboard): LintError[] {
  return [
    ...listViolated(rulesOfVariables, dashboard, 'dashboard'),
    ...dashboard.panels.flatMap((panel) => [
      ...listViolated(rulesOfPanels, panel, panel.title),
      ...panel.targets.flatMap(({ expr }) => {
        const rules = panel.datasource.uid === '$loki' ? rulesOfLogQueries : rulesOfQueries
        return listViolated(rules, expr, panel.title)
      }),
    ]),
  ]
}

function listViolated<T>(
  rules: Record<string, (subject: T) => boolean>,
  subject: T,
  where: string,
): LintError[] {
  return Object.entries(rules)
    .filter(([, isFulfilled]) => !isFulfilled(subject))
    .map(([rule]) => ({ rule, where }))
}

function findVariable({ templating }: Dashboard, name: string) {
  return templating.list.find((variable) => variable.name === name)
}

function isMultiSelect(dashboard: Dashboard, name: string): boolean {
  const variable = findVariable(dashboard, name)
  return (
    variable?.multi === true &&
    variable.allValue === '.+' &&
    variable.type === 'query' &&
    variable.datasource?.uid === '$datasource'
  )
}

function selects(expr: string, label: string): boolean {
  const selectors = expr.match(/\{[^}]*\}/g) ?? []
  return selectors.length > 0 && selectors.every((each) => each.includes(`${label}=~"$${label}"`))
}
