import { type Command, parseArgs, usage } from './arguments.ts'
import type { CollectContext } from './collect.ts'
import { type Config, readConfig } from './config.ts'
import { runDoctor } from './doctor/run-doctor.ts'
import { openTerminal } from './doctor/terminal.ts'
import { createLog, createRedactor, formatAddress, type Log } from './log.ts'
import { describeOldNode } from './node-version.ts'
import { openBackend } from './printers/open-backend.ts'
import { runLoop } from './run-loop.ts'
import { runOnce } from './run-once.ts'
import { createSchedule } from './schedule.ts'
import { openOutbox } from './spool/open-outbox.ts'
import type { Outbox } from './spool/outbox.ts'
import { loadState, saveState } from './state-file.ts'
import { realTiming as timing } from './timing.ts'
import { createTokenBucket } from './token-bucket.ts'
import { createUploader } from './uploader.ts'
import { snapperVersion } from './version.ts'

function refuse(what: string, faults: readonly string[]): void {
  process.stderr.write(`${what}\n${faults.map((fault) => `  ${fault}\n`).join('')}`)
}

/** The first signal lets an upload in flight finish; a second one ends everything at once. */
function listenForStop(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.once(name, () => controller.abort(new Error(name)))
  return controller.signal
}

type Work = Extract<Command, { kind: 'once' | 'dry-run' | 'resident' }>

async function work(command: Work, config: Config, log: Log): Promise<number> {
  log('info', 'snapper', {
    version: snapperVersion,
    site: formatAddress(config.site.endpoint),
    mode: command.kind,
  })
  const stop = listenForStop()
  const isDry = command.kind === 'dry-run'
  const outbox = isDry ? null : openOutbox(config.spool, log, timing.now)
  if (outbox === null && !isDry) {
    log('error', 'another snapper is at work on this spool', { folder: config.spool.folder })
    return 1
  }
  const memory = loadState(config.spool)
  const ledger = createTokenBucket(config.camera.budget.perDayBytes, memory.ledger, timing.now)
  const backend = config.printer && openBackend(config.printer, config.printer.backend)
  const context = { config, backend, memory, ledger, timing, log }
  const save = () => saveState(config.spool, { ...memory, ledger: ledger.state() })
  try {
    if (command.kind === 'resident' && outbox !== null)
      return await stay(command, context, { outbox, stop, save })
    return await runOnce(context, { outbox, stop })
  } finally {
    if (!isDry) save()
    outbox?.close()
  }
}

function stay(
  { everySeconds, idleSeconds }: Extract<Command, { kind: 'resident' }>,
  context: CollectContext,
  parts: { outbox: Outbox; stop: AbortSignal; save(): void },
): Promise<number> {
  const beat = createSchedule(context, { ...parts, cadence: { everySeconds, idleSeconds } })
  const courier = createUploader(context.config.site, { ...context, ...parts })
  return runLoop({ ...context, ...parts, everyMs: everySeconds * 1000, beat, courier })
}

async function main(): Promise<number> {
  const oldNode = describeOldNode(process.versions.node)
  if (oldNode !== null) {
    process.stderr.write(`${oldNode}\n`)
    return 2
  }
  const parsed = parseArgs(process.argv.slice(2))
  const command = 'command' in parsed ? parsed.command : null
  if (command?.kind === 'help' || command?.kind === 'version') {
    process.stdout.write(command.kind === 'help' ? usage : `${snapperVersion}\n`)
    return 0
  }
  const read = readConfig(process.env, '.env')
  if (command === null || 'faults' in read) {
    // Everything at once: nobody likes to be sent back twice.
    if ('faults' in parsed) refuse("The arguments can't be used:", parsed.faults)
    if ('faults' in read) refuse("The environment can't be used:", read.faults)
    return 2
  }
  const log = createLog((line) => process.stdout.write(line), read.config.secrets)
  if (command.kind === 'doctor') {
    const blank = createRedactor(read.config.secrets)
    const exitCode = await runDoctor(read.config, openTerminal(process.stdout, process.env), blank)
    return command.sends
      ? Math.max(exitCode, await work({ kind: 'once' }, read.config, log))
      : exitCode
  }
  return work(command, read.config, log)
}

main().then(
  // Not by exitCode alone: a name look-up that hangs would hold the process.
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
