import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort } from '../../testing/free-port.ts'
import { buildSite } from '../../testing/site/build.ts'
import { parseLogLine } from '../../testing/site/child.ts'
import { startDemo } from '../../testing/site/start-demo.ts'
import { runUntilStopped } from './run-until-stopped.ts'

/* npm run demo: a simulated printer, the real snapper and the real site on one machine. Writes only to `.cache/demo`. */
const folder = join(import.meta.dirname, '../../.cache/demo')
const everySeconds = 10

await runUntilStopped(async (onStop) => {
  await buildSite()
  const { PORT, SITE_URL, METRICS_PORT } = process.env
  // The usual port, or any free one if it is taken.
  const port = PORT ? Number(PORT) : await findFreePort(3000).catch(() => findFreePort())
  const siteUrl = SITE_URL ?? `http://localhost:${port}`
  await mkdir(folder, { recursive: true })
  const log = createWriteStream(join(folder, 'site.log'))
  const demo = await startDemo({
    folder: join(folder, 'store'),
    port,
    siteUrl,
    ...(METRICS_PORT === undefined ? {} : { metricsPort: Number(METRICS_PORT) }),
    everySeconds,
    onSiteLine(line) {
      log.write(`${line}\n`)
      const link = parseLogLine(line)?.link
      if (typeof link === 'string') console.log(`  Make it yours        ${link}`)
    },
    onSnapperLine(line) {
      const text = describeSnapperLine(line)
      if (text !== null) console.log(text)
    },
  })
  onStop(demo.stop)

  const { OCTOPRINT_ROOT, OCTOPRINT_KEY, SNAPSHOT_URL } = demo.printer
  console.log(`
  The printer's page   ${siteUrl}/printers/1
  The whole site       ${siteUrl}/
  The polled JSON      ${siteUrl}/api/3dprinter/1/

  To try your own site without a printer, let your snapper read this simulated one:
  export OCTOPRINT_ROOT=${OCTOPRINT_ROOT} OCTOPRINT_KEY=${OCTOPRINT_KEY} SNAPSHOT_URL='${SNAPSHOT_URL}'

  A picture every ${everySeconds} seconds, a print every five minutes. Stop it with Ctrl+C.
`)
})

/** Describes a line of the snapper's log for people; `null` for uninteresting lines. */
function describeSnapperLine(line: string): string | null {
  const entry = parseLogLine(line)
  if (entry === null) return line
  const time = new Date().toTimeString().slice(0, 8)
  if (entry.msg === 'printer') return `  ${time}  ${entry.status}`
  if (entry.msg === 'delivered')
    return entry.picture_bytes
      ? `  ${time}  sent a picture of ${Math.round(Number(entry.picture_bytes) / 1000)} kB`
      : null
  return entry.level === 'info' ? null : `  ${time}  ${line}`
}
