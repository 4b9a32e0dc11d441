import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { DomainError, type ErrorCode } from '#lib/core/errors.ts'
import { singleton } from '#lib/core/singleton.ts'

/** What `cli/backup/download.ts` sends at its end. */
type End =
  | { kind: 'done'; lost: number }
  | { kind: 'failed'; code: ErrorCode | null; message: string }

const leaveWithinMs = 60_000

/**
 * Makes a backup while it is downloaded, in a process of its own, one at a time. The process ends when nobody reads any more.
 * @param program path of `cli/backup/download.ts`
 * @param onStart called before its first bytes are sent
 * @param onDone called with the number of pictures that it lacks, once all of it was read
 * @throws DomainError `busy`, `insufficient-storage`; Error where the process can't start
 */
export async function openBackupDownload({
  program,
  onStart,
  onDone,
}: {
  program: string
  onStart: () => Promise<void>
  onDone: (lost: number) => Promise<void>
}): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const downloads = singleton('backup-downloads', () => ({ isRunning: false }))
  if (downloads.isRunning)
    throw new DomainError('busy', 'Another backup is being downloaded. Wait until it has ended.', {
      retryAfterSeconds: 60,
    })
  downloads.isRunning = true
  const child = fork(program, [], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const { stdout } = child
  const { promise: left, resolve: leftBy } = Promise.withResolvers<void>()
  for (const event of ['exit', 'error'])
    child.once(event, () => {
      downloads.isRunning = false
      leftBy()
    })
  const { promise: ended, resolve } = Promise.withResolvers<End>()
  child.once('message', resolve)
  child.once('error', ({ message }) => resolve({ kind: 'failed', code: null, message }))
  child.once('exit', (code, signal) =>
    resolve({ kind: 'failed', code: null, message: `It exited with ${signal ?? code}.` }),
  )
  if (stdout === null) throw new Error('The process has no output.')

  const leave = () => {
    // Its next write fails then, and it deletes its copy of the database.
    stdout.destroy()
    setTimeout(() => child.kill('SIGKILL'), leaveWithinMs).unref()
  }
  try {
    // Until the first bytes a fault is an answer of its own.
    const first = await Promise.race([ended, once(stdout, 'readable')])
    if ('kind' in first && first.kind === 'failed') throw toError(first)
    await onStart()
  } catch (error) {
    leave()
    throw error
  }

  async function* read(output: Readable): AsyncGenerator<Buffer> {
    yield* output
    const end = await ended
    // Whoever has all of it may begin the next one.
    await left
    if (end.kind === 'failed') throw toError(end)
    await onDone(end.lost)
  }
  const archive = Readable.from(read(stdout), { objectMode: false })
  archive.once('close', leave)
  return Readable.toWeb(archive) as ReadableStream<Uint8Array<ArrayBuffer>> // of buffers, by its mode
}

function toError({ code, message }: Extract<End, { kind: 'failed' }>): Error {
  return code === null ? new Error(`The backup failed: ${message}`) : new DomainError(code, message)
}
