import type { Config } from '../config.ts'
import type { KnownCamera } from '../printers/backend.ts'
import { openBackend } from '../printers/open-backend.ts'
import { type Check, formatCheck, toExitCode } from './check.ts'
import { checkCamera } from './check-camera.ts'
import { checkSpool, checkVersions } from './check-machine.ts'
import { checkPrinter } from './check-printer.ts'
import { checkSite } from './check-site.ts'

const doctorMs = 90_000

/**
 * Looks at everything on the way from the printer to the page and says what to do, one line a check. Changes nothing.
 * @returns the exit code
 */
export async function runDoctor(config: Config, write: (text: string) => void): Promise<0 | 1 | 2> {
  const signal = AbortSignal.timeout(doctorMs)
  const all: Check[] = []
  const show = (checks: readonly Check[]) => {
    all.push(...checks)
    write(checks.map(formatCheck).join(''))
  }
  show([await checkVersions()])
  let known: KnownCamera | null = null
  if (config.printer === null)
    show([
      {
        level: 'note',
        line: "printer: none; OCTOPRINT_ROOT isn't set, only the camera is reported",
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
  const faults = all.filter(({ level }) => level === 'fail').length
  const warnings = all.filter(({ level }) => level === 'warn').length
  write(
    faults + warnings === 0 ? '\nAll is well.\n' : `\n${faults} faults, ${warnings} warnings.\n`,
  )
  return toExitCode(all)
}
