/** How many bytes of `received` one whole HTTP/1.1 answer takes, from its first byte; 0 while it isn't whole. */
export function measureAnswer(received: Buffer): { bytes: number; status: number } {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd === -1) return { bytes: 0, status: 0 }
  const head = received.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  const bodyStart = headEnd + 4
  if (status === 304 || status === 204) return { bytes: bodyStart, status }
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) {
    const bytes = bodyStart + Number(length)
    return { bytes: received.length >= bytes ? bytes : 0, status }
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head))
    throw new Error(`An answer without a length can’t be measured:\n${head}`)
  const end = findChunkedEnd(received, bodyStart)
  return { bytes: end, status }
}

/** @returns where the chunked body that starts at `position` ends; 0 while its end hasn't come */
function findChunkedEnd(received: Buffer, position: number): number {
  let at = position
  for (;;) {
    const lineEnd = received.indexOf('\r\n', at)
    if (lineEnd === -1) return 0
    const size = Number.parseInt(received.toString('latin1', at, lineEnd), 16)
    at = lineEnd + 2 + size + 2
    if (at > received.length) return 0
    if (size === 0) return at
  }
}
