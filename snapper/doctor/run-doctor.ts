import type { Config } from '../config.ts'
import type { KnownCamera } from '../printers/backend.ts'
import { openBackend } from '../printers/open-backend.ts'
import { type Check, toExitCode } from './check.ts'
import { checkCamera } from './check-camera.ts'
import { checkSpool, checkVersions } from './check-machine.ts'
import { checkPrinter } from './check-printer.ts'
import { checkSite } from './check-site.ts'
import { showChecks, type Terminal } from './terminal.ts'

const doctorMs = 90_000

/**
 * Looks at everything on the way from the printer to the page and says what to do, one line a check. Changes nothing at the site.
 * @param blank takes the secrets out of what is shown
 * @returns the exit code
 */
export async function runDoctor(
  config: Config,
  screen: Terminal,
  blank: (text: string) => string,
): Promise<0 | 1 | 2> {
  const signal = AbortSignal.timeout(doctorMs)
  const all: Check[] = []
  const show = (checks: readonly Check[]) => {
    const blanked = checks.map(({ advice, ...check }) => ({
      ...check,
      line: blank(check.line),
      ...(advice !== undefined && { advice: blank(advice) }),
    }))
    showChecks(blanked, screen, all.at(-1)?.topic ?? null)
    all.push(...blanked)
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
  show(await checkSite(config.site, { bytes, intervalSeconds: config.intervalSeconds }, signal))
  show([checkSpool(config.spool)])
  screen.write(`\n ${summarise(all)}\n`)
  return toExitCode(all)
}

function summarise(checks: readonly Check[]): string {
  const count = (level: Check['level'], word: string) => {
    const { length } = checks.filter((check) => check.level === level)
    return length === 0 ? [] : [`${length} ${word}${length === 1 ? '' : 's'}`]
  }
  const counts = [...count('fail', 'fault'), ...count('warn', 'warning')]
  if (counts.length === 0) return 'All is well.'
  const first = checks.find(({ level }) => level === 'fail')
  return `${counts.join(', ')}.${first ? ` Begin with the first: ${first.topic}.` : ' It works all the same.'}`
}
