import { type Command, parseCommand, usage } from './arguments.ts'
import type { CollectContext } from './collect.ts'
import { type Config, readConfig } from './config.ts'
import { runDoctor } from './doctor/run-doctor.ts'
import { openTerminal } from './doctor/terminal.ts'
import { setHomeTrust } from './home-tls.ts'
import { createLog, createRedactor, formatAddress, type Log } from './log.ts'
import { followMoments } from './moments.ts'
import { openMqtt } from './mqtt/mqtt.ts'
import { openBackend } from './printers/open-backend.ts'
import { runLoop } from './run-loop.ts'
import { runOnce } from './run-once.ts'
import { createTick } from './schedule.ts'
import { openOutbox } from './spool/open-outbox.ts'
import type { Outbox } from './spool/outbox.ts'
import { loadState, saveState } from './state-file.ts'
import { realTiming as timing } from './timing.ts'
import { createTokenBucket } from './token-bucket.ts'
import { createUploader } from './uploader.ts'
import { describeOldNode, snapperVersion } from './version.ts'

function printErrors(title: string, errors: readonly string[]): void {
  process.stderr.write(`${title}\n${errors.map((error) => `  ${error}\n`).join('')}`)
}

/** The first signal lets an upload in flight finish; a second one exits at once. */
function listenForStop(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.once(name, () => controller.abort(new Error(name)))
  return controller.signal
}

type RunCommand = Extract<Command, { kind: 'once' | 'dry-run' | 'resident' }>

async function run(command: RunCommand, config: Config, log: Log): Promise<number> {
  log('info', 'snapper', {
    version: snapperVersion,
    site: formatAddress(config.site.endpoint),
    mode: command.kind,
  })
  const stop = listenForStop()
  const isDry = command.kind === 'dry-run'
  const outbox = isDry ? null : openOutbox(config.spool, log, timing)
  if (outbox === null && !isDry) {
    log('error', 'another snapper is using this spool', { folder: config.spool.folder })
    return 1
  }
  const savedState = loadState(config.spool)
  const bucket = createTokenBucket(config.camera.budget.perDayBytes, savedState.bucket, timing.now)
  const backend = config.printer && openBackend(config.printer, config.printer.backend)
  const sizeLimit = { pictureBytes: Number.POSITIVE_INFINITY }
  const mqtt = openMqtt(command, config, log)
  const context = {
    config,
    backend,
    savedState,
    bucket,
    timing,
    log,
    sizeLimit,
    mqtt,
    rest: new Set<Promise<void>>(),
  }
  const save = () => saveState(config.spool, { ...savedState, bucket: bucket.state() })
  try {
    if (command.kind === 'resident' && outbox !== null)
      return await runResident(command, context, { outbox, stop, save })
    return await runOnce(context, { outbox, stop })
  } finally {
    if (!isDry) save()
    outbox?.close()
    await mqtt?.close()
  }
}

function runResident(
  { everySeconds, idleSeconds }: Extract<Command, { kind: 'resident' }>,
  context: CollectContext,
  parts: { outbox: Outbox; stop: AbortSignal; save(): void },
): Promise<number> {
  const { backend } = context
  const moments = backend && followMoments(backend, { ...context, ...parts })
  const schedule = { everySeconds, idleSeconds }
  const tick = createTick(context, { ...parts, schedule, missed: () => moments?.missed() })
  const uploader = createUploader(context.config.site, { ...context, ...parts })
  return runLoop({ ...context, ...parts, everyMs: everySeconds * 1000, moments, tick, uploader })
}

async function main(): Promise<number> {
  const oldNode = describeOldNode(process.versions.node)
  if (oldNode !== null) {
    process.stderr.write(`${oldNode}\n`)
    return 2
  }
  const parsed = parseCommand(process.argv.slice(2))
  const command = 'command' in parsed ? parsed.command : null
  if (command?.kind === 'help' || command?.kind === 'version') {
    process.stdout.write(command.kind === 'help' ? usage : `${snapperVersion}\n`)
    return 0
  }
  if (command === null) {
    if ('errors' in parsed) printErrors('Invalid arguments:', parsed.errors)
    return 2
  }
  const read = readConfig(process.env, '.env')
  if ('errors' in read) {
    printErrors('Invalid configuration:', read.errors)
    return 2
  }
  setHomeTrust(read.config.trust)
  const log = createLog((line) => process.stdout.write(line), read.config.secrets)
  if (command.kind === 'doctor') {
    const redact = createRedactor(read.config.secrets)
    const exitCode = await runDoctor(read.config, openTerminal(process.stdout, process.env), redact)
    return command.sends
      ? Math.max(exitCode, await run({ kind: 'once' }, read.config, log))
      : exitCode
  }
  return run(command, read.config, log)
}

main().then(
  // Setting exitCode isn't enough: a hanging DNS lookup would keep the process alive.
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
