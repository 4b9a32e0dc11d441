import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Fields, Shot } from './frames.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
const minuteMs = 60_000
const everyMinutes = 10

/** Tells the site of a printer what a snapper would have told it. */
export interface Reporter {
  /** The printer's number. */
  id: number
  /** @param minutesAgo when it was seen; the picture may be older than the readings */
  send(
    minutesAgo: number,
    fields: Fields,
    picture?: { bytes: Buffer; minutesAgo: number } | null,
  ): Promise<void>
  /** A film up to a shot, which was taken so many minutes ago. */
  play(film: readonly Shot[], upTo: number, minutesAgo: number): Promise<void>
  /** `npm run printers -- pause`. */
  pause(): Promise<void>
}

/** A new printer of a running site. @throws Error when the site refuses what it is told */
export async function addPrinter(url: string, env: Record<string, string>): Promise<Reporter> {
  const printers = async (...args: string[]) => {
    const { stdout } = await run(process.execPath, ['cli/printers/main.ts', ...args], {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...env, LOG_LEVEL: 'silent' },
    })
    return stdout
  }
  const told = await printers('add', 'Maker Select')
  const id = Number(/Printer (\d+),/.exec(told)?.[1])
  const token = /SNAPPER_TOKEN=(\S+)/.exec(told)?.[1] ?? ''
  const ago = (minutes: number) => new Date(Date.now() - minutes * minuteMs).toISOString()

  const send: Reporter['send'] = async (minutesAgo, fields, picture = null) => {
    const body = new FormData()
    const sent = { interval_seconds: everyMinutes * 60, observed_at: ago(minutesAgo), ...fields }
    for (const [name, value] of Object.entries(sent)) body.set(name, String(value))
    if (picture !== null) {
      body.set('captured_at', ago(picture.minutesAgo))
      body.set('image', new Blob([new Uint8Array(picture.bytes)]), 'snapshot.jpg')
    }
    const answer = await fetch(`${url}/api/3dprinter/${id}/`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}` },
      body,
    })
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
  }
  return {
    id,
    send,
    async play(film, upTo, minutesAgo) {
      for (const [place, { fields, picture }] of film.slice(0, upTo + 1).entries()) {
        const at = minutesAgo + (upTo - place) * everyMinutes
        await send(at, fields, { bytes: picture, minutesAgo: at })
      }
    },
    async pause() {
      await printers('pause', String(id))
    },
  }
}
