import { HttpError } from './http.ts'

/** Undoes a Content-Encoding that nobody asked for, also one that isn't declared. @throws HttpError */
export async function decompress(
  bytes: Buffer,
  encoding: string,
  maxBytes: number,
): Promise<Buffer> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const [, name] = /(gzip|deflate|br|zstd)/i.exec(isGzip ? 'gzip' : encoding) ?? []
  if (name === undefined || bytes.length === 0) return bytes
  const zlib = await import('node:zlib')
  const options = { maxOutputLength: maxBytes, finishFlush: zlib.constants.Z_SYNC_FLUSH }
  const attempts = {
    gzip: [() => zlib.gunzipSync(bytes, options)],
    // With and without zlib's header: both are in use.
    deflate: [() => zlib.inflateSync(bytes, options), () => zlib.inflateRawSync(bytes, options)],
    br: [() => zlib.brotliDecompressSync(bytes, { maxOutputLength: maxBytes })],
    zstd: [() => zlib.zstdDecompressSync(bytes, { maxOutputLength: maxBytes })],
  }[name.toLowerCase() as 'gzip' | 'deflate' | 'br' | 'zstd'] // as the expression has it
  let failure: unknown
  for (const attempt of attempts)
    try {
      return attempt()
    } catch (error) {
      failure = error
    }
  // Declared, but not applied.
  if (failure instanceof Error && 'code' in failure && failure.code === 'ERR_BUFFER_TOO_LARGE')
    throw new HttpError('too-large', `more than ${maxBytes} bytes`, failure)
  return bytes
}
