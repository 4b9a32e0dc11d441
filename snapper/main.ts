import { type Command, parseArgs, usage } from './arguments.ts'
import { createBeat } from './schedule.ts'
import { type Config, readConfig } from './config.ts'
import { createCourier } from './uploader.ts'
import { runDoctor } from './doctor/run-doctor.ts'
import { openScreen } from './doctor/terminal.ts'
import type { GatherContext } from './collect.ts'
import { createLedger } from './token-bucket.ts'
import { createBlank, createLog, formatAddress, type Log } from './log.ts'
import { loadMemory, saveMemory } from './state-file.ts'
import { findOldNode } from './node-version.ts'
import { runOnce } from './run-once.ts'
import { openBackend } from './printers/open-backend.ts'
import { runResident } from './run-loop.ts'
import { openOutbox } from './spool/open-queue.ts'
import type { Outbox } from './spool/queue.ts'
import { realTiming as timing } from './timing.ts'
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
  const memory = loadMemory(config.spool)
  const ledger = createLedger(config.camera.budget.perDayBytes, memory.ledger, timing.now)
  const backend = config.printer && openBackend(config.printer, config.printer.backend)
  const context = { config, backend, memory, ledger, timing, log }
  const save = () => saveMemory(config.spool, { ...memory, ledger: ledger.state() })
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
  context: GatherContext,
  parts: { outbox: Outbox; stop: AbortSignal; save(): void },
): Promise<number> {
  const beat = createBeat(context, { ...parts, cadence: { everySeconds, idleSeconds } })
  const courier = createCourier(context.config.site, { ...context, ...parts })
  return runResident({ ...context, ...parts, everyMs: everySeconds * 1000, beat, courier })
}

async function main(): Promise<number> {
  const oldNode = findOldNode(process.versions.node)
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
    const blank = createBlank(read.config.secrets)
    const exitCode = await runDoctor(read.config, openScreen(process.stdout, process.env), blank)
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
