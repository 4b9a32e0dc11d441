import { type Command, parseArgs, usage } from './args.ts'
import { type Config, readConfig } from './config.ts'
import { createLog, formatAddress } from './log.ts'
import { runLoop } from './loop.ts'
import { takeShot } from './shot.ts'
import { realTiming } from './timing.ts'
import { snapperVersion } from './version.ts'

const exitCodes = { done: 0, stopped: 0, passing: 1, misconfigured: 2, 'key-refused': 2 } as const

function refuse(what: string, faults: readonly string[]): 2 {
  process.stderr.write(`${what}\n${faults.map((fault) => `  ${fault}\n`).join('')}`)
  return 2
}

/** The first signal lets an upload in flight finish; a second one ends everything at once. */
function listenForStop(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.once(name, () => controller.abort(new Error(name)))
  return controller.signal
}

async function run(command: Command & { kind: 'shot' | 'loop' }, config: Config): Promise<number> {
  const log = createLog((line) => process.stdout.write(line), config.secrets)
  const stop = listenForStop()
  const intervalSeconds = command.kind === 'loop' ? command.everySeconds : config.intervalSeconds
  log('info', 'snapper', {
    version: snapperVersion,
    site: formatAddress(config.site.endpoint),
    interval_seconds: intervalSeconds,
  })
  const { isDryRun } = command
  const common = { config, intervalSeconds, isDryRun, log, timing: realTiming, stop }
  if (command.kind === 'shot') {
    const { outcome } = await takeShot({ ...common, before: null })
    return exitCodes[outcome]
  }
  return runLoop({
    everySeconds: command.everySeconds,
    shoot: (before) => takeShot({ ...common, before }),
    sleep: realTiming.sleep,
    nowMs: () => performance.now(),
    stop,
    log,
  })
}

async function main(): Promise<number> {
  const parsed = parseArgs(process.argv.slice(2))
  if ('faults' in parsed) return refuse("The arguments can't be used:", parsed.faults)
  const { command } = parsed
  if (command.kind === 'help' || command.kind === 'version') {
    process.stdout.write(command.kind === 'help' ? usage : `${snapperVersion}\n`)
    return 0
  }
  const read = readConfig(process.env)
  if ('faults' in read) return refuse("The environment can't be used:", read.faults)
  return run(command, read.config)
}

main().then(
  // Not by exitCode alone: a name look-up that hangs would hold the process.
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
