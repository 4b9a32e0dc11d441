import type { Config } from '../config.ts'
import { checkMqtt } from '../mqtt/mqtt.ts'
import type { KnownCamera } from '../printers/backend.ts'
import { openBackend } from '../printers/open-backend.ts'
import { type Check, toExitCode } from './check.ts'
import { checkCamera } from './check-camera.ts'
import { checkSpool, checkVersions } from './check-machine.ts'
import { checkPrinter } from './check-printer.ts'
import { checkSite } from './check-site.ts'
import { showChecks, type Terminal } from './terminal.ts'

const doctorMs = 60_000

/**
 * Checks every step from the printer to the site and suggests fixes, one line per check. Changes nothing at the site.
 * @param redact removes secrets from what is shown
 * @returns the exit code
 */
export async function runDoctor(
  config: Config,
  terminal: Terminal,
  redact: (text: string) => string,
): Promise<0 | 1 | 2> {
  const signal = AbortSignal.timeout(
    doctorMs + 3 * config.camera.timeoutMs * (1 + config.otherCameras.length),
  )
  const all: Check[] = []
  const show = (checks: readonly Check[]) => {
    const redacted = checks.map(({ advice, ...check }) => ({
      ...check,
      line: redact(check.line),
      ...(advice !== undefined && { advice: redact(advice) }),
    }))
    showChecks(redacted, terminal, all.at(-1)?.topic ?? null)
    all.push(...redacted)
  }
  show([await checkVersions()])
  let known: KnownCamera | null = null
  if (config.printer === null)
    show([
      {
        level: 'note',
        topic: 'printer',
        line: "none: OCTOPRINT_ROOT isn't set, only the camera is reported",
      },
    ])
  else {
    const backend = openBackend(config.printer, config.printer.backend)
    show(await checkPrinter(config.printer, backend, signal))
    known = await backend.findCamera(signal)
  }
  const { checks, bytes } = await checkCamera(config.camera, known, signal)
  show(checks)
  for (const camera of config.otherCameras) {
    const found = await checkCamera(camera, null, signal)
    const prefix = `camera ${camera.number}${camera.name ? ` (${camera.name})` : ''}: `
    show(found.checks.map((check) => ({ ...check, line: prefix + check.line })))
  }
  show(await checkSite(config.site, { bytes, intervalSeconds: config.intervalSeconds }, signal))
  show([checkSpool(config.spool), ...(await checkMqtt(config))])
  terminal.write(`\n ${summarize(all)}\n`)
  return toExitCode(all)
}

function summarize(checks: readonly Check[]): string {
  const count = (level: Check['level'], word: string) => {
    const { length } = checks.filter((check) => check.level === level)
    return length === 0 ? [] : [`${length} ${word}${length === 1 ? '' : 's'}`]
  }
  const counts = [...count('fail', 'error'), ...count('warn', 'warning')]
  if (counts.length === 0) return 'All checks passed.'
  const first = checks.find(({ level }) => level === 'fail')
  return `${counts.join(', ')}.${first ? ` Start with the first: ${first.topic}.` : ' The snapper works anyway.'}`
}
