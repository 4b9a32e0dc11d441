import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Writable } from 'node:stream'

/* Archives in the format ustar (POSIX.1-1988), with GNU's numbers for files of 8 GiB and more. Only files, no folders. */

const blockBytes = 512
const sizeField = { at: 124, length: 12 }

export interface TarWriter {
  addBytes(name: string, bytes: Buffer): Promise<void>
  /** @param bytes of the file, which must not change meanwhile */
  addFile(name: string, path: string, bytes: number): Promise<void>
  end(): Promise<void>
}

/** Writes an archive to a stream as fast as it is read: nothing is kept in memory. Rejects when the stream is closed. */
export function createTarWriter(out: Writable, modifiedAt: Date): TarWriter {
  const failed = once(out, 'close').then(() => {
    throw new Error('The archive is no longer read.')
  })
  failed.catch(() => undefined)
  async function write(bytes: Buffer): Promise<void> {
    if (out.destroyed) throw new Error('The archive is no longer read.')
    if (!out.write(bytes)) await Promise.race([once(out, 'drain'), failed])
  }
  const pad = (bytes: number) =>
    write(Buffer.alloc((blockBytes - (bytes % blockBytes)) % blockBytes))

  return {
    async addBytes(name, bytes) {
      await write(renderHeader(name, bytes.length, modifiedAt))
      await write(bytes)
      await pad(bytes.length)
    },
    async addFile(name, path, bytes) {
      await write(renderHeader(name, bytes, modifiedAt))
      for await (const chunk of createReadStream(path, { end: bytes - 1 })) await write(chunk)
      await pad(bytes)
    },
    async end() {
      await write(Buffer.alloc(2 * blockBytes))
      out.end()
      await once(out, 'finish')
    },
  }
}

/** @throws RangeError for a name that doesn't fit */
function renderHeader(name: string, bytes: number, modifiedAt: Date): Buffer {
  const slash = name.length <= 100 ? -1 : name.lastIndexOf('/')
  const [prefix, rest] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)]
  if (rest.length > 100 || prefix.length > 155 || /[^\x20-\x7e]/.test(name))
    throw new RangeError(`"${name}" doesn't fit into an archive.`)
  const header = Buffer.alloc(blockBytes)
  const octal = (value: number, at: number, length: number) =>
    header.write(value.toString(8).padStart(length - 1, '0'), at)
  header.write(rest, 0)
  octal(0o600, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  if (bytes < 8 ** 11) octal(bytes, sizeField.at, sizeField.length)
  else {
    header[sizeField.at] = 0x80
    header.writeBigUInt64BE(BigInt(bytes), sizeField.at + 4)
  }
  octal(Math.floor(modifiedAt.getTime() / 1000), 136, 12)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  header.write(prefix, 345)
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  )
  return header
}

export interface TarEntry {
  name: string
  /** Of its content, in the archive. */
  offset: number
  bytes: number
}

/**
 * Reads where each file is in an archive that was made by `createTarWriter`, or by tar from the same files.
 * @throws Error when it isn't an archive, or its end is missing
 */
export async function listTarEntries(file: FileHandle): Promise<TarEntry[]> {
  const { size } = await file.stat()
  const header = Buffer.alloc(blockBytes)
  const entries: TarEntry[] = []
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(header, 0, blockBytes, at)
    if (bytesRead === blockBytes && header.every((byte) => byte === 0)) return entries
    if (bytesRead === blockBytes && header.toString('latin1', 257, 262) !== 'ustar')
      throw new Error('This is not an archive of a backup, or it is damaged.')
    const bytes = readSize(header)
    const offset = at + blockBytes
    if (bytesRead < blockBytes || offset + bytes > size)
      throw new Error('The archive is incomplete. Download it again.')
    const [name, prefix] = [readText(header, 0, 100), readText(header, 345, 155)]
    const isFile = header[156] === 0 || header[156] === 0x30
    if (isFile) entries.push({ name: prefix === '' ? name : `${prefix}/${name}`, offset, bytes })
    at = offset + Math.ceil(bytes / blockBytes) * blockBytes
  }
}

function readSize(header: Buffer): number {
  if (header[sizeField.at] === 0x80) return Number(header.readBigUInt64BE(sizeField.at + 4))
  return Number.parseInt(readText(header, sizeField.at, sizeField.length), 8)
}

function readText(header: Buffer, at: number, length: number): string {
  return header.toString('latin1', at, at + length).replace(/\0.*$/s, '')
}

/** Copies a file of an archive to the disk. */
export async function extractEntry(
  archive: FileHandle,
  { offset, bytes }: TarEntry,
  path: string,
): Promise<void> {
  const target = await open(path, 'w', 0o600)
  try {
    const chunk = Buffer.alloc(Math.min(1 << 20, Math.max(1, bytes)))
    for (let done = 0; done < bytes; ) {
      const length = Math.min(chunk.length, bytes - done)
      const { bytesRead } = await archive.read(chunk, 0, length, offset + done)
      if (bytesRead === 0) throw new Error('The archive is incomplete. Download it again.')
      await target.write(chunk, 0, bytesRead)
      done += bytesRead
    }
  } finally {
    await target.close()
  }
}
