// npm run charts: draws the figures of the first post anew, after a change of charts/data.json.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chartFolder, drawCharts } from '../../scripts/content/charts/draw-charts.ts'

await mkdir(chartFolder, { recursive: true })
for (const [name, svg] of Object.entries(drawCharts())) {
  await writeFile(join(chartFolder, `${name}.svg`), svg)
  console.log(`${name}.svg ${svg.length} bytes`)
}
