import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { startSimulator } from '../testing/simulator/start.ts'
import { fetchWhole, pollPath, snapper } from './servers.ts'

export const sizes = ['1280x720', '1920x1080'] as const
export type Size = (typeof sizes)[number]

/** Different pictures from the simulated printer's camera, in both sizes. */
export async function takePictures(count: number): Promise<Record<Size, Buffer[]>> {
  const simulator = await startSimulator({ startFraction: 0.3 })
  const taken: Record<Size, Buffer[]> = { '1280x720': [], '1920x1080': [] }
  try {
    while (taken['1280x720'].length < count) {
      const response = await fetch(simulator.snapshotUrl)
      const frame = Buffer.from(await response.arrayBuffer())
      if (!taken['1280x720'].at(-1)?.equals(frame)) {
        const large = await sharp(frame).resize(1920, 1080).jpeg({ quality: 88 }).toBuffer()
        taken['1280x720'].push(frame)
        taken['1920x1080'].push(large)
      }
      await sleep(500) // the camera's frame interval
    }
  } finally {
    await simulator.close()
  }
  return taken
}

/** @throws Error if none are left; suites take as many as they need */
export function takeNext(pictures: Buffer[]): Buffer {
  const picture = pictures.shift()
  if (picture === undefined) throw new Error('There are too few pictures.')
  return picture
}

export interface Upload {
  sha256: string
  /** From the moment in which the last byte was handed to the system. */
  acknowledgedMs: number
  sentAt: number
}

/** Sends one picture as a snapper does. @throws Error if the site rejects it */
export async function uploadPicture(
  siteUrl: string,
  picture: Buffer,
  fields: Record<string, string> = {},
): Promise<Upload> {
  const form = new FormData()
  const all = { state: 'printing', progress: '42', ...fields }
  for (const [name, value] of Object.entries(all)) form.set(name, value)
  form.set('image', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), 'snapshot.jpg')
  const encoded = new Request('http://localhost', { method: 'POST', body: form })
  const body = Buffer.from(await encoded.arrayBuffer())
  const upload = request(`${siteUrl}${pollPath}`, {
    method: 'PATCH',
    auth: `${snapper.user}:${snapper.password}`,
    headers: {
      'content-type': encoded.headers.get('content-type') ?? '',
      'content-length': body.length,
    },
  })
  const responding = once(upload, 'response') as Promise<[IncomingMessage]>
  const finishing = once(upload, 'finish')
  upload.end(body)
  await finishing
  const sentAt = performance.now()
  const [response] = await responding
  const text = (await response.toArray()).join('')
  const acknowledgedMs = performance.now() - sentAt
  if (response.statusCode !== 200) throw new Error(`The upload was rejected: ${text}`)
  const { sha256 } = JSON.parse(text) as { sha256: string } // by the contract
  return { sha256, acknowledgedMs, sentAt }
}

/** Uploads one picture, then fetches every variant of it. `servedMs`: until the last one has arrived. */
export async function measureUpload(
  siteUrl: string,
  picture: Buffer,
  fields?: Record<string, string>,
): Promise<{ acknowledgedMs: number; servedMs: number; variants: number }> {
  const { sha256, acknowledgedMs, sentAt } = await uploadPicture(siteUrl, picture, fields)
  const paths = await listVariants(siteUrl)
  if (!paths.every((path) => path.includes(sha256)))
    throw new Error('A poll after an upload returns the previous picture.')
  await Promise.all(paths.map((path) => fetchWhole(siteUrl + path)))
  return { acknowledgedMs, servedMs: performance.now() - sentAt, variants: paths.length }
}

/** The paths of the current picture's variants. */
export async function listVariants(siteUrl: string): Promise<string[]> {
  const response = await fetch(`${siteUrl}${pollPath}`)
  const { snapshot } = (await response.json()) as { snapshot: { sources: { url: string }[] } } // by the contract
  return snapshot.sources.map(({ url }) => new URL(url).pathname)
}
