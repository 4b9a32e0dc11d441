import { parseDuration } from './duration.ts'

export type Command =
  | { kind: 'once' }
  | { kind: 'dry-run' }
  | { kind: 'doctor'; sends: boolean }
  | { kind: 'resident'; everySeconds: number; idleSeconds: number }
  | { kind: 'help' }
  | { kind: 'version' }

export const usage = `Usage: snapper [--once | --interval 30s [--interval-idle 10m] | --dry-run]
       snapper doctor [--send]

  --once            take one picture and one reading, send them, end (the default)
  --interval 30s    stay, and do so every 30s, 10m or 1h
  --interval-idle 10m
                    with --interval: report only that often while nothing is printed (as often as --interval)
  --dry-run         send nothing; print what would be sent
  doctor            look at everything on the way and say what to do; changes nothing, but with --send sends one report
  --version, --help

The environment, or a file .env here, says what is where (each of these also as NAME_FILE, a file that holds the value):
  PRINTER_ENDPOINT                  https://example.org/api/3dprinter/1/
  SNAPPER_TOKEN                     or SNAPPER_USER and SNAPPER_PASSWORD (or USER and PASSWORD)
  OCTOPRINT_ROOT, OCTOPRINT_KEY     http://octopi.local/ and a key of a read-only user; Moonraker and PrusaLink
                                    too (http://maker:password@prusa.local/)
  PRINTER_BACKEND                   octoprint, moonraker or prusalink, where it isn't found by itself
  SNAPSHOT_URL                      http://octopi.local/webcam/?action=snapshot
  SPOOL_DIR, SPOOL_MB, SPOOL_HOURS  a folder that keeps what can't be sent (200 MB, 24 hours)
  INTERVAL_SECONDS                  without --interval: how often it is started (600)

Ends with 0 when it is done, 1 after a fault that may pass, 2 when configuration or credentials are wrong.
`

const flagNames = ['doctor', '--send', '--once', '--dry-run', '--help', '-h', '--version']
const durationNames = ['--interval', '--interval-idle']

/** @returns the command, or every fault of the arguments */
export function parseArgs(args: readonly string[]): { command: Command } | { faults: string[] } {
  const faults: string[] = []
  const flags = new Set<string>()
  const durations = new Map<string, number>()
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [name = '', inlineValue] = arg.split('=', 2)
    if (flagNames.includes(arg)) flags.add(arg)
    else if (durationNames.includes(name)) {
      const seconds = parseDuration(inlineValue ?? rest.shift() ?? '')
      if (seconds === null) faults.push(`${name}: give a time such as 30s, 10m or 1h`)
      else durations.set(name, seconds)
      // Without its value: that may be a password, which belongs into no argument.
    } else faults.push(`${name}: no such option; see --help`)
  }
  if (flags.has('--help') || flags.has('-h')) return { command: { kind: 'help' } }
  if (flags.has('--version')) return { command: { kind: 'version' } }
  const everySeconds = durations.get('--interval')
  const idleSeconds = durations.get('--interval-idle') ?? everySeconds
  const modes = [everySeconds !== undefined, flags.has('--once'), flags.has('--dry-run')]
  if (modes.filter(Boolean).length > 1)
    faults.push('--once, --interval, --dry-run: give one of them')
  if (idleSeconds !== undefined && everySeconds === undefined && faults.length === 0)
    faults.push('--interval-idle: give --interval too')
  if (idleSeconds !== undefined && everySeconds !== undefined && idleSeconds < everySeconds)
    faults.push('--interval-idle: must not be shorter than --interval')
  const isDoctor = flags.has('doctor')
  if (flags.has('--send') && !isDoctor) faults.push('--send: belongs to doctor')
  if (isDoctor && modes.some(Boolean)) faults.push('doctor: comes alone or with --send')
  if (faults.length > 0) return { faults }
  if (isDoctor) return { command: { kind: 'doctor', sends: flags.has('--send') } }
  if (everySeconds !== undefined && idleSeconds !== undefined)
    return { command: { kind: 'resident', everySeconds, idleSeconds } }
  return { command: { kind: flags.has('--dry-run') ? 'dry-run' : 'once' } }
}
