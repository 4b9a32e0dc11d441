import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Fields, Frame } from './frames.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
const minuteMs = 60_000
const everyMinutes = 10

/** Reports a printer's state to the site, as a snapper does. */
export interface Reporter {
  /** The printer's number. */
  id: number
  /** Sends one report. @param minutesAgo age of the readings; the picture may be older */
  send(
    minutesAgo: number,
    fields: Fields,
    picture?: { bytes: Buffer; minutesAgo: number } | null,
  ): Promise<void>
  /** Sends the frames up to index `last`, one every ten minutes, the last one `minutesAgo`. */
  sendFrames(frames: readonly Frame[], last: number, minutesAgo: number): Promise<void>
  /** Pauses the camera with `npm run printers -- pause`. */
  pause(): Promise<void>
}

/** Adds a printer to a running site. @throws Error when the site rejects a report */
export async function addPrinter(url: string, env: Record<string, string>): Promise<Reporter> {
  const printers = async (...args: string[]) => {
    const { stdout } = await run(process.execPath, ['cli/printers/main.ts', ...args], {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...env, LOG_LEVEL: 'silent' },
    })
    return stdout
  }
  const output = await printers('add', 'Maker Select')
  const id = Number(/Printer (\d+),/.exec(output)?.[1])
  const token = /SNAPPER_TOKEN=(\S+)/.exec(output)?.[1] ?? ''
  const ago = (minutes: number) => new Date(Date.now() - minutes * minuteMs).toISOString()

  const send: Reporter['send'] = async (minutesAgo, fields, picture = null) => {
    const body = new FormData()
    const all = { interval_seconds: everyMinutes * 60, observed_at: ago(minutesAgo), ...fields }
    for (const [name, value] of Object.entries(all)) body.set(name, String(value))
    if (picture !== null) {
      body.set('captured_at', ago(picture.minutesAgo))
      body.set('image', new Blob([new Uint8Array(picture.bytes)]), 'snapshot.jpg')
    }
    const response = await fetch(`${url}/api/3dprinter/${id}/`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}` },
      body,
    })
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
  }
  return {
    id,
    send,
    async sendFrames(frames, last, minutesAgo) {
      for (const [index, { fields, picture }] of frames.slice(0, last + 1).entries()) {
        const at = minutesAgo + (last - index) * everyMinutes
        await send(at, fields, { bytes: picture, minutesAgo: at })
      }
    },
    async pause() {
      await printers('pause', String(id))
    },
  }
}
