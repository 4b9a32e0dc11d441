import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeRoom } from './pictures.ts'
import { compareStructure } from './structure.ts'

/*
 * What one shot costs: wall time, CPU, peak memory, bytes sent; beside curl and Python doing the two requests of the
 * original snapper at the same servers; python3 reads the costs. Run: node scripts/build-snapper.ts && node snapper/testing/bench.ts
 */

const rounds = Number(process.env.ROUNDS ?? 15)

interface Cost {
  wallMs: number
  cpuMs: number
  peakMb: number
}

/** Node doesn't tell what a child has used; wait4 does. */
const measure = `
import os, sys, time
null = os.open(os.devnull, os.O_WRONLY)
began = time.perf_counter()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_, status, used = os.wait4(pid, 0)
wall = time.perf_counter() - began
print(wall * 1000, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))
`

function run(command: string[], environment: Record<string, string>): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', measure, ...command], {
      env: { NODE_ENV: 'production', PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    child.on('close', () => {
      const [wallMs = 0, cpuMs = 0, peakMb = 0, exitCode] = text.trim().split(' ').map(Number)
      if (exitCode === 0) resolve({ wallMs, cpuMs, peakMb })
      else reject(new Error(`${command[0]} ended with ${exitCode}`))
    })
  })
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

const jpeg = await makeRoom()
let sentBytes = 0
let lastImage = Buffer.alloc(0)
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const path = request.url ?? ''
    if (path.startsWith('/camera'))
      return response.setHeader('Content-Type', 'image/jpeg').end(jpeg)
    if (path.startsWith('/api/version'))
      return response.end('{"server":"1.11.8","text":"OctoPrint 1.11.8"}')
    if (path.startsWith('/api/settings')) return response.end('{"webcam":{}}')
    if (path.startsWith('/api/job'))
      return response.end(
        '{"state":"Printing","progress":{"completion":42.5},"job":{"file":{"name":"a.gcode"}}}',
      )
    if (path.startsWith('/api/printer'))
      return response.end(
        '{"state":{"text":"Printing","flags":{"operational":true,"printing":true}}}',
      )
    const body = Buffer.concat(chunks)
    sentBytes = request.headers['transfer-encoding'] ? 0 : body.length
    const start = body.indexOf('\r\n\r\n', body.indexOf('name="image"')) + 4
    const image = body.includes('name="image"')
      ? body.subarray(start, body.lastIndexOf(Buffer.from([0xff, 0xd9])) + 2)
      : null
    if (image !== null) lastImage = Buffer.from(image)
    const sha256 = image && createHash('sha256').update(image).digest('hex')
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ id: 1, sha256 }))
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
const folder = mkdtempSync(join(tmpdir(), 'bench-snapper-'))
writeFileSync(join(folder, 'picture.jpg'), jpeg)

const pythonShot = `
import requests
status = requests.get('${base}/api/job').json()['state']
picture = requests.get('${base}/camera').content
auth = ('snapper', 'password')
assert requests.patch('${base}/site', auth=auth, data={'status': status}).status_code == 200
assert requests.patch('${base}/site', auth=auth, files={'image': ('snapshot.jpg', picture, 'image/jpg')}).status_code == 200
`
const curlShot = `
curl -sf ${base}/api/job >/dev/null && curl -sf ${base}/camera -o ${folder}/p.jpg &&
curl -sf -u snapper:password -X PATCH -d status=Printing ${base}/site >/dev/null &&
curl -sf -u snapper:password -X PATCH -F 'image=@${folder}/p.jpg;type=image/jpg' ${base}/site >/dev/null`

const node = process.execPath
const bundle = join(import.meta.dirname, '../../dist/snapper.cjs')
if (!existsSync(bundle)) throw new Error('Build it first: node scripts/build-snapper.ts')
// Away from node_modules there is no sharp: as on a small board.
writeFileSync(join(folder, 'snapper.cjs'), readFileSync(bundle))
const home = {
  PRINTER_ENDPOINT: `${base}/site`,
  SNAPPER_TOKEN: 'token',
  OCTOPRINT_ROOT: `${base}/`,
  SNAPSHOT_URL: `${base}/camera`,
}
const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0
const budgetKb = String(Math.floor((jpeg.length * 0.6) / 1000))
const shots: [string, string[], Record<string, string>][] = [
  ['node, nothing', [node, '-e', '0'], {}],
  ['sh + curl, two requests', ['sh', '-c', curlShot], {}],
  ...(hasRequests
    ? [
        ['python3 + requests, two requests', ['python3', '-c', pythonShot], {}] as [
          string,
          string[],
          Record<string, string>,
        ],
      ]
    : []),
  ['snapper, one file', [node, join(folder, 'snapper.cjs')], home],
  [
    'snapper, with a spool',
    [node, join(folder, 'snapper.cjs')],
    { ...home, SPOOL_DIR: join(folder, 'spool') },
  ],
  ['snapper, sharp, 60 % of the bytes', [node, bundle], { ...home, BUDGET_KB: budgetKb }],
]

process.stdout.write(`one shot, medians of ${rounds}; a picture of ${jpeg.length} bytes\n`)
try {
  for (const [name, command, environment] of shots) {
    const costs: Cost[] = []
    sentBytes = 0
    for (let round = 0; round < rounds; round += 1) {
      rmSync(join(folder, 'spool'), { recursive: true, force: true })
      costs.push(await run(command, environment))
    }
    const of = (key: keyof Cost) => median(costs.map((cost) => cost[key])).toFixed(0)
    process.stdout.write(
      `${name.padEnd(36)} ${of('wallMs').padStart(5)} ms  ${of('cpuMs').padStart(5)} ms CPU  ${of('peakMb').padStart(4)} MB  ${sentBytes} bytes sent\n`,
    )
  }
  if (!hasRequests) process.stdout.write("python3's requests isn't here: its row is missing\n")
  const similarity = await compareStructure(jpeg, lastImage)
  process.stdout.write(
    `picture: ${((lastImage.length / jpeg.length) * 100).toFixed(0)} % of the bytes, SSIM ${similarity.toFixed(4)}\n`,
  )
} finally {
  server.close()
  rmSync(folder, { recursive: true, force: true })
}
