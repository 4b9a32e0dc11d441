import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const dashboardsFolder = join(import.meta.dirname, '../../deploy/chart/files/dashboards')

interface Variable {
  name: string
  type: string
  query: unknown
  multi?: boolean
  allValue?: string
  refresh: number
  datasource?: { uid: string }
}

export interface Panel {
  title: string
  description: string
  type: string
  datasource: { uid: string }
  fieldConfig: { defaults: { unit: string } }
  targets: { expr: string }[]
}

/** A dashboard in Grafana's JSON, as far as the tests read it. */
export interface Dashboard {
  uid: string
  title: string
  editable: boolean
  templating: { list: Variable[] }
  panels: Panel[]
}

export const dashboardFiles = globSync('*.json', { cwd: dashboardsFolder }).sort()

export function readDashboards(): Dashboard[] {
  return dashboardFiles.map(
    (file) => JSON.parse(readFileSync(join(dashboardsFolder, file), 'utf8')) as Dashboard,
  )
}

export interface PanelQuery {
  dashboard: string
  panel: string
  /** With Grafana's variables replaced, as for "All". */
  expr: string
}

/** The Prometheus queries of all dashboards. */
export function listQueries(): PanelQuery[] {
  return readDashboards().flatMap(({ title, panels }) =>
    panels
      .filter(({ datasource }) => datasource.uid !== '$loki')
      .flatMap((panel) =>
        panel.targets.map(({ expr }) => ({
          dashboard: title,
          panel: panel.title,
          expr: expr
            .replaceAll('$__rate_interval', '1m')
            .replaceAll(/\$(job|instance|printer)\b/g, '.+'),
        })),
      ),
  )
}
