import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toClassicJson } from './classic.ts'
import { everything, poorlyTerminated } from './cluster-panels.ts'
import { printer } from './printer-panels.ts'
import { site } from './site-panels.ts'
import { snapper } from './snapper-panels.ts'

/* The dashboards as Grafana reads them: `node testing/deploy/dashboards/main.ts` writes `deploy/chart/files/dashboards/`. */

export const dashboardsFolder = join(import.meta.dirname, '../../../deploy/chart/files/dashboards')

export const dashboards = {
  'printer.json': printer,
  'site.json': site,
  'snapper.json': snapper,
  'everything.json': everything,
  'poorly-terminated.json': poorlyTerminated,
}

/** File name and text of each. */
export function renderDashboards(): [string, string][] {
  return Object.entries(dashboards).map(([file, dashboard]) => [
    file,
    `${JSON.stringify(toClassicJson(dashboard), null, 2)}\n`,
  ])
}

if (import.meta.main) {
  mkdirSync(dashboardsFolder, { recursive: true })
  for (const [file, text] of renderDashboards()) writeFileSync(join(dashboardsFolder, file), text)
}
