import { parseArgs } from 'node:util'
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

  --once            send one report with a picture and the printer's readings, then exit (the default)
  --interval 30s    keep running and send a report every 30s, 10m or 1h
  --interval-idle 10m
                    with --interval: report this often while nothing is printing (default: as --interval)
  --dry-run         send nothing; print what would be sent
  doctor            check every step from the printer to the site and suggest fixes; changes nothing
                    (with --send it sends one report at the end)
  --version, --help

Environment variables, also read from a file .env in the working directory; each also as NAME_FILE, the path of a file
with the value:
  PRINTER_ENDPOINT                  https://example.org/api/3dprinter/1/
  SNAPPER_TOKEN                     or SNAPPER_USER and SNAPPER_PASSWORD (or USER and PASSWORD)
  OCTOPRINT_ROOT, OCTOPRINT_KEY     http://octopi.local/ and the API key of a read-only user; also for Moonraker and
                                    PrusaLink (http://maker:password@prusa.local/)
  PRINTER_BACKEND                   octoprint, moonraker or prusalink, if detection fails
  SNAPSHOT_URL                      http://octopi.local/webcam/?action=snapshot
  CAMERA_TIMEOUT_SECONDS            for one picture (10)
  HOME_CA_FILE, HOME_TLS_UNCHECKED  certificates (PEM) of HTTPS addresses at home; hosts whose certificate isn't checked
  SPOOL_DIR, SPOOL_MB, SPOOL_HOURS  folder for unsent reports (200 MB, 24 hours)
  INTERVAL_SECONDS                  without --interval: how often the snapper is started (600)

Exit codes: 0 success, 1 temporary failure, 2 invalid configuration or credentials.
`

const options = {
  send: { type: 'boolean' },
  once: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  interval: { type: 'string' },
  'interval-idle': { type: 'string' },
} as const

/** @returns the command, or every error in the arguments */
export function parseCommand(args: readonly string[]): { command: Command } | { errors: string[] } {
  // Not strict, which throws at the first error and quotes the argument: it may be a password.
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    tokens: true,
  })
  if (values.help) return { command: { kind: 'help' } }
  if (values.version) return { command: { kind: 'version' } }
  const unknown = tokens
    .filter((token) => token.kind === 'option' && !isKnown(token.name, token.value))
    .map(({ index }) => args[index]?.split('=')[0] ?? '')
  // Alone: what follows a misspelt option is probably its value.
  if (unknown.length > 0)
    return { errors: [...new Set(unknown)].map((name) => describeUnknown(name, optionNames)) }
  const errors: string[] = []
  const everySeconds = readDuration('interval')
  const idleSeconds = readDuration('interval-idle') ?? everySeconds
  for (const value of positionals)
    if (value !== 'doctor') errors.push(describeUnknown(value.split('=')[0] ?? '', ['doctor']))
  const modes = [everySeconds !== null, values.once, values['dry-run']].filter(Boolean).length
  if (modes > 1) errors.push('--once, --interval, --dry-run: use only one of them')
  if (idleSeconds !== null && everySeconds === null && errors.length === 0)
    errors.push('--interval-idle: requires --interval')
  if (idleSeconds !== null && everySeconds !== null && idleSeconds < everySeconds)
    errors.push('--interval-idle: must not be shorter than --interval')
  const isDoctor = positionals.length > 0
  if (values.send && !isDoctor) errors.push('--send: works only with doctor')
  if (isDoctor && modes > 0) errors.push('doctor: accepts only --send')
  if (errors.length > 0) return { errors }
  if (isDoctor) return { command: { kind: 'doctor', sends: values.send === true } }
  if (everySeconds !== null && idleSeconds !== null)
    return { command: { kind: 'resident', everySeconds, idleSeconds } }
  return { command: { kind: values['dry-run'] ? 'dry-run' : 'once' } }

  function readDuration(name: 'interval' | 'interval-idle'): number | null {
    const value = values[name]
    if (value === undefined) return null
    const seconds = parseDuration(String(value))
    if (seconds === null) errors.push(`--${name}: expected a duration such as 30s, 10m or 1h`)
    return seconds
  }
}

const optionNames = Object.keys(options).map((name) => `--${name}`)

function describeUnknown(given: string, known: readonly string[]): string {
  const kind = given.startsWith('-') ? 'option' : 'command'
  const near = known.find((name) => isMisspelt(given.toLowerCase(), name))
  return `${given}: unknown ${kind}; ${near === undefined ? 'see --help' : `did you mean ${near}?`}`
}

/** Whether they differ by at most two letters that are missing, extra or wrong, and the dashes. */
function isMisspelt(given: string, name: string, mistakes = 2): boolean {
  const [a, b] = [given.replace(/^-+/, ''), name.replace(/^-+/, '')]
  if (a === '' || b === '') return a.length + b.length <= mistakes
  if (a[0] === b[0]) return isMisspelt(a.slice(1), b.slice(1), mistakes)
  const pairs = [
    [a.slice(1), b],
    [a, b.slice(1)],
    [a.slice(1), b.slice(1)],
  ] as const
  return mistakes > 0 && pairs.some(([c, d]) => isMisspelt(c, d, mistakes - 1))
}

function isKnown(name: string, value: string | undefined): boolean {
  const option = Object.entries(options).find(([known]) => known === name)?.[1]
  return option !== undefined && (option.type === 'string' || value === undefined)
}
