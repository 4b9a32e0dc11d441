import type { NewPicture } from './plan.ts'
import { readClockMs } from './plan.ts'

/** Sends one picture as a snapper does. @returns when it was acknowledged, and what it is called since */
export async function sendPicture(
  api: string,
  snapper: { user: string; password: string },
  picture: Buffer,
  everySeconds: number,
): Promise<NewPicture & { tookMs: number }> {
  const form = new FormData()
  form.set('state', 'printing')
  form.set('progress', '42')
  form.set('interval_seconds', String(everySeconds))
  form.set('captured_at', new Date().toISOString())
  form.set('image', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), 'snapshot.jpg')
  const credentials = Buffer.from(`${snapper.user}:${snapper.password}`).toString('base64')
  const startedAtMs = readClockMs()
  const response = await fetch(api, {
    method: 'PATCH',
    headers: { authorization: `Basic ${credentials}` },
    body: form,
  })
  const { sha256 } = (await response.json()) as { sha256: string } // by the contract
  if (!response.ok) throw new Error(`The upload was answered with ${response.status}.`)
  const acknowledgedAtMs = readClockMs()
  return { sha256, acknowledgedAtMs, tookMs: acknowledgedAtMs - startedAtMs }
}
