import { parseDuration } from './duration.ts'

export type Command =
  | { kind: 'shot'; isDryRun: boolean }
  | { kind: 'loop'; everySeconds: number; isDryRun: boolean }
  | { kind: 'help' }
  | { kind: 'version' }

export const usage = `Usage: snapper [--once | --interval 30s] [--dry-run]

  --once            take one picture and one reading, send them, end (the default)
  --interval 30s    stay, and do so every 30s, 10m or 1h
  --dry-run         send nothing; print what would be sent
  --version, --help

The environment says where and to whom (each of these also as NAME_FILE, a file that holds the value):
  PRINTER_ENDPOINT                  https://example.org/api/3dprinter/1/
  SNAPPER_TOKEN                     or SNAPPER_USER and SNAPPER_PASSWORD (or USER and PASSWORD)
  OCTOPRINT_ROOT, OCTOPRINT_KEY     http://octopi.local/ and a key of a read-only user
  SNAPSHOT_URL                      http://octopi.local/webcam/?action=snapshot
  INTERVAL_SECONDS                  without --interval: how often it is started (600)

Ends with 0 when it is done, 1 after a fault that may pass, 2 when configuration or credentials are wrong.
`

/** @returns the command, or every fault of the arguments */
export function parseArgs(args: readonly string[]): { command: Command } | { faults: string[] } {
  const faults: string[] = []
  let everySeconds: number | null = null
  const flags = new Set<string>()
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [name = '', inlineValue] = arg.split('=', 2)
    if (name === '--interval') {
      const value = inlineValue ?? rest.shift()
      everySeconds = value === undefined ? null : parseDuration(value)
      if (everySeconds === null) faults.push('--interval: give a time such as 30s, 10m or 1h')
    } else if (['--once', '--dry-run', '--help', '-h', '--version'].includes(arg)) flags.add(arg)
    else faults.push(`${arg}: no such option; see --help`)
  }
  if (flags.has('--help') || flags.has('-h')) return { command: { kind: 'help' } }
  if (flags.has('--version')) return { command: { kind: 'version' } }
  if (flags.has('--once') && everySeconds !== null)
    faults.push('--once, --interval: give one of them')
  if (faults.length > 0) return { faults }
  const isDryRun = flags.has('--dry-run')
  return {
    command:
      everySeconds === null ? { kind: 'shot', isDryRun } : { kind: 'loop', everySeconds, isDryRun },
  }
}
