/** What happened on the disk, or to a client, in the order of its completion. Paths are relative to the data folder. */
export type TraceEvent =
  | { kind: 'write'; path: string; at: number; bytes: Buffer }
  | { kind: 'append'; path: string; bytes: Buffer }
  | { kind: 'truncate'; path: string; length: number }
  | { kind: 'create'; path: string; isEmptied: boolean }
  | { kind: 'folder'; path: string }
  | { kind: 'rename' | 'link'; from: string; to: string }
  | { kind: 'unlink'; path: string }
  /** `startedAt`: how many events were complete when the call began. Only those are surely on the disk. */
  | { kind: 'sync'; path: string; startedAt: number }
  | { kind: 'acknowledged'; sha256: string }

export const tracedCalls = [
  ...['open', 'openat', 'creat', 'write', 'writev', 'pwrite64', 'pwritev', 'fsync', 'fdatasync'],
  ...['rename', 'renameat', 'renameat2', 'link', 'linkat', 'unlink', 'unlinkat', 'rmdir'],
  ...['ftruncate', 'mkdir', 'mkdirat', 'copy_file_range', 'sendfile', 'fallocate'],
]

/**
 * Reads the output of `strace -f -y -xx`: one call per line, with hexadecimal strings and the path of each descriptor.
 * @throws Error for a call that changes a file in a way that this doesn't know
 */
export function parseTrace(log: string, dataDir: string): TraceEvent[] {
  const events: TraceEvent[] = []
  const pending = new Map<string, { text: string; startedAt: number }>()
  for (const line of log.split('\n')) {
    const [, thread = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const begun = /^(.*) <unfinished \.\.\.>$/.exec(text)?.[1]
    if (begun !== undefined) {
      pending.set(thread, { text: begun, startedAt: events.length })
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1]
    const start = resumed === undefined ? undefined : pending.get(thread)
    const call = start === undefined ? text : start.text + resumed
    const event = parseCall(call, dataDir, start?.startedAt ?? events.length)
    if (event !== null) events.push(event)
  }
  return events
}

function parseCall(call: string, dataDir: string, startedAt: number): TraceEvent | null {
  const [, name = '', args = '', result = ''] = /^(\w+)\((.*)\) += (-?\d+)/.exec(call) ?? []
  if (name === '' || Number(result) < 0) return null
  const strings = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) =>
    Buffer.from(hex.replaceAll('\\x', ''), 'hex'),
  )
  const descriptors = [...args.matchAll(/(?<![\w"])\d+<([^>]*)>/g)].map(([, path = '']) =>
    decodePath(path),
  )
  const inFolder = (path: string | undefined) =>
    path?.startsWith(`${dataDir}/`) ? path.slice(dataDir.length + 1) : path === dataDir ? '' : null
  const ofFile = inFolder(descriptors[0])
  const paths = strings.map((bytes) => inFolder(bytes.toString()))
  switch (name) {
    case 'write':
    case 'writev':
    case 'pwritev': {
      const bytes = Buffer.concat(strings)
      if (ofFile !== null) {
        if (name === 'pwritev') throw new Error('pwritev is not modelled.')
        return { kind: 'append', path: ofFile, bytes: bytes.subarray(0, Number(result)) }
      }
      const sha256 = /HTTP\/1\.1 200[\s\S]*"sha256":"([0-9a-f]{64})"/.exec(bytes.toString())?.[1]
      return sha256 === undefined ? null : { kind: 'acknowledged', sha256 }
    }
    case 'pwrite64': {
      if (ofFile === null) return null
      const at = Number(/, (\d+)$/.exec(args)?.[1])
      const bytes = (strings[0] ?? Buffer.alloc(0)).subarray(0, Number(result))
      return { kind: 'write', path: ofFile, at, bytes }
    }
    case 'fsync':
    case 'fdatasync':
      return ofFile === null ? null : { kind: 'sync', path: ofFile, startedAt }
    case 'ftruncate': {
      if (ofFile === null) return null
      return { kind: 'truncate', path: ofFile, length: Number(/, (\d+)$/.exec(args)?.[1]) }
    }
    case 'open':
    case 'openat': {
      const path = paths[0] ?? null
      if (path === null || !args.includes('O_CREAT')) return null
      return { kind: 'create', path, isEmptied: args.includes('O_TRUNC') }
    }
    case 'mkdir':
    case 'mkdirat':
      return paths[0] == null ? null : { kind: 'folder', path: paths[0] }
    case 'unlink':
    case 'unlinkat':
    case 'rmdir':
      return paths[0] == null ? null : { kind: 'unlink', path: paths[0] }
    case 'rename':
    case 'renameat':
    case 'renameat2':
    case 'link':
    case 'linkat': {
      const [from, to] = paths
      if (from == null || to == null) return null
      return { kind: name.startsWith('rename') ? 'rename' : 'link', from, to }
    }
    default:
      if (ofFile !== null) throw new Error(`${name} is not modelled.`)
      return null
  }
}

/** Some versions print a descriptor's path in hexadecimal too. */
function decodePath(path: string): string {
  return path.includes('\\x') ? Buffer.from(path.replaceAll('\\x', ''), 'hex').toString() : path
}
