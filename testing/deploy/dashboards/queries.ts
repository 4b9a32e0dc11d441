import type { Dashboard } from './classic.ts'

export interface PanelQuery {
  dashboard: string
  panel: string
  /** With Grafana's variables filled in as for "All". */
  expr: string
}

/** Every question of the dashboards that Prometheus is asked. */
export function listQueries(dashboards: Record<string, Dashboard>): PanelQuery[] {
  return Object.values(dashboards).flatMap(({ title, panels }) =>
    panels
      .filter(({ source }) => source !== 'loki')
      .flatMap((panel) =>
        panel.queries.map(({ expr }) => ({
          dashboard: title,
          panel: panel.title,
          expr: fillIn(expr),
        })),
      ),
  )
}

function fillIn(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(job|instance|printer)\b/g, '.+')
}
