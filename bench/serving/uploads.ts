import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { pollPath, type Running, snapper } from './servers.ts'

export interface UploadTimes {
  /** All from the moment in which the last byte of the upload was handed to the system. */
  acknowledgedMs: number
  /** Every variant that the new view offers has been received whole. */
  servedMs: number
  variants: number
}

/** Sends one picture as a snapper does, then fetches all that the printer's view offers of it, as browsers would. */
export async function measureUpload(
  site: Running,
  picture: Buffer,
  fields: Record<string, string> = {},
): Promise<UploadTimes> {
  const form = new FormData()
  form.set('state', 'printing')
  form.set('progress', '42')
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.set('image', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), 'snapshot.jpg')
  const encoded = new Request('http://localhost', { method: 'POST', body: form })
  const body = Buffer.from(await encoded.arrayBuffer())
  const sent = request(`${site.url}${pollPath}`, {
    method: 'PATCH',
    auth: `${snapper.user}:${snapper.password}`,
    headers: {
      'content-type': encoded.headers.get('content-type') ?? '',
      'content-length': body.length,
    },
  })
  const answering = once(sent, 'response') as Promise<[IncomingMessage]>
  const finishing = once(sent, 'finish')
  sent.end(body)
  await finishing
  const sentAt = performance.now()
  const [response] = await answering
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const acknowledgedMs = performance.now() - sentAt
  const answer = Buffer.concat(chunks).toString()
  if (response.statusCode !== 200) throw new Error(`The upload was refused: ${answer}`)

  const { sha256 } = JSON.parse(answer) as { sha256: string } // by the contract
  const view = await fetch(`${site.url}${pollPath}`)
  const { snapshot } = (await view.json()) as { snapshot: { sources: { url: string }[] } } // by the contract
  const urls = snapshot.sources.map(({ url }) => new URL(url).pathname)
  if (!urls.every((url) => url.includes(sha256)))
    throw new Error('The poll after an upload shows the picture before it.')
  await Promise.all(urls.map((url) => fetchWhole(`${site.url}${url}`)))
  return { acknowledgedMs, servedMs: performance.now() - sentAt, variants: urls.length }
}

async function fetchWhole(url: string): Promise<void> {
  const response = await fetch(url)
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
}
