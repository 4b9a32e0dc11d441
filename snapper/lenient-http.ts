import { HttpError } from './http.ts'

/*
 * Parses responses as leniently as browsers and curl do.
 */

export const maxHeadBytes = 65_536

/** @returns `null` if it is incomplete */
export function parseHead(
  bytes: Buffer,
): { status: number; headers: Map<string, string>; end: number } | null {
  const text = bytes.toString('latin1', 0, maxHeadBytes)
  const [first = '', ...lines] =
    text
      .split(/\r?\n\r?\n/, 1)[0]
      ?.replace(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/) ?? []
  const headers = new Map<string, string>()
  // A picture without any head, as HTTP/0.9 had it.
  if (/^(\xff\xd8\xff|\x89PNG|--)/.test(text)) return { status: 200, headers, end: 0 }
  const [, status] = /^\s*[A-Z]+(?:\/[\d.]*)?[ \t]+(\d{3})(?!\d)/i.exec(first) ?? []
  const blank = /\r?\n\r?\n/.exec(text)
  if (status === undefined && text.includes('\n'))
    throw new HttpError('network', "the server doesn't speak HTTP (yet)")
  if (status === undefined || blank === null) return null
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const name = line.slice(0, colon).trimEnd().toLowerCase()
    const value = line.slice(colon + 1).trim()
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return { status: Number(status), headers, end: blank.index + blank[0].length }
}

/** Removes the chunked encoding, unless the bytes aren't what the header says. A Content-Length is only a hint. */
export async function* readFrames(
  chunks: AsyncGenerator<Buffer>,
  headers: ReadonlyMap<string, string>,
): AsyncGenerator<Buffer> {
  if (!/chunked/i.test(headers.get('transfer-encoding') ?? '')) return yield* chunks
  let bytes: Buffer = Buffer.alloc(0)
  let left = 0
  for await (const chunk of chunks) {
    bytes = Buffer.concat([bytes, chunk])
    for (;;) {
      if (left > 0) {
        const part = bytes.subarray(0, left)
        bytes = bytes.subarray(part.length)
        left -= part.length
        if (part.length > 0) yield part
        if (left > 0) break
      }
      const line = /^\s*([\da-f]{1,8})[^\n]*\n/i.exec(bytes.toString('latin1', 0, 200))
      if (line === null) {
        if (bytes.length < 200) break
        yield bytes
        return yield* chunks
      }
      left = Number.parseInt(line[1] ?? '', 16)
      bytes = bytes.subarray(line[0].length)
      if (left === 0) return
    }
  }
  // Not chunked after all.
  if (left === 0 && bytes.length > 2) yield bytes
}
