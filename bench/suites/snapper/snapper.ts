import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareStructure, makeLargePicture, makeRoom } from '../../../snapper/testing/pictures.ts'
import { renderColumns } from '../../../testing/render-columns.ts'
import { median } from '../../figures.ts'
import type { SuiteContext } from '../../suite.ts'
import { type Cost, measureCost } from './measure-cost.ts'

export const needsBuild = false

const withBudget = 'snapper, sharp, 60 % of the bytes'

/**
 * A one-shot run: wall time, CPU, peak memory and bytes sent, next to curl and Python sending the original snapper's two requests to
 * the same servers.
 */
export async function run(context: SuiteContext): Promise<void> {
  const runs = context.getNumber('runs', { normal: 15, short: 1, min: 1, max: 100 })
  const { folder } = context
  const jpeg = await makeRoom()
  const large = await makeLargePicture()
  const { base, received, close } = await startStubServer({ '/camera': jpeg, '/large': large })
  context.defer(close)
  const bundle = join(import.meta.dirname, '../../../dist/snapper.cjs')
  const buildScript = join(import.meta.dirname, '../../../scripts/build-snapper.ts')
  execFileSync(process.execPath, [buildScript], { stdio: 'inherit' })
  // Outside of the repository there is no sharp, as on a small board.
  const alone = join(tmpdir(), `snapper-bench-${process.pid}.cjs`)
  copyFileSync(bundle, alone)
  context.defer(() => rmSync(alone, { force: true }))

  const spoolDir = join(folder, 'spool')
  const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0
  const commands = listCommands({ base, folder, spoolDir, bundle, alone, jpeg, hasRequests })
  const costs = new Map<string, Cost[]>()
  const sent = new Map<string, { bytes: number; image: Buffer }>()
  // In turns, so that other load on the machine affects all alike.
  for (let run = 0; run < runs; run += 1)
    for (const [name, command, environment] of commands) {
      rmSync(spoolDir, { recursive: true, force: true })
      received.bytes = 0
      costs.set(name, [...(costs.get(name) ?? []), await measureCost(command, environment)])
      sent.set(name, { ...received })
    }
  const rows = commands.map(([name]) => {
    const of = (key: keyof Cost) => median((costs.get(name) ?? []).map((cost) => cost[key]))
    const times = [`${of('wallMs').toFixed(0)} ms`, `${of('cpuMs').toFixed(0)} ms`]
    return [name, ...times, `${of('peakMb').toFixed(1)} MB`, `${sent.get(name)?.bytes}`]
  })
  console.log(
    `One-shot runs, medians of ${runs}; pictures of ${jpeg.length} and ${large.length} bytes`,
  )
  console.log(renderColumns([['', 'wall', 'CPU', 'peak memory', 'bytes sent'], ...rows]))
  if (!hasRequests) console.log('python3 has no requests: its row is missing.')
  const { image } = sent.get(withBudget) ?? { image: jpeg }
  const percent = ((image.length / jpeg.length) * 100).toFixed(0)
  const similarity = (await compareStructure(jpeg, image)).toFixed(4)
  console.log(`${withBudget}: ${percent} % of the bytes, SSIM ${similarity}`)
}

type Command = [name: string, command: string[], environment: Record<string, string>]

function listCommands(given: {
  base: string
  folder: string
  spoolDir: string
  bundle: string
  alone: string
  jpeg: Buffer
  hasRequests: boolean
}): Command[] {
  const { base, folder, spoolDir, bundle, alone, jpeg } = given
  const python = `
import requests
status = requests.get('${base}/api/job').json()['state']
picture = requests.get('${base}/camera').content
auth = ('snapper', 'password')
assert requests.patch('${base}/site', auth=auth, data={'status': status}).status_code == 200
assert requests.patch('${base}/site', auth=auth, files={'image': ('snapshot.jpg', picture, 'image/jpg')}).status_code == 200
`
  const curl = `
curl -sf ${base}/api/job >/dev/null && curl -sf ${base}/camera -o ${folder}/p.jpg &&
curl -sf -u snapper:password -X PATCH -d status=Printing ${base}/site >/dev/null &&
curl -sf -u snapper:password -X PATCH -F 'image=@${folder}/p.jpg;type=image/jpg' ${base}/site >/dev/null`
  const node = process.execPath
  const home = {
    PRINTER_ENDPOINT: `${base}/site`,
    SNAPPER_TOKEN: 'token',
    OCTOPRINT_ROOT: `${base}/`,
    SNAPSHOT_URL: `${base}/camera`,
  }
  const spool = { ...home, SPOOL_DIR: spoolDir }
  const large = { ...spool, SNAPSHOT_URL: `${base}/large` }
  const budgetKb = String(Math.floor((jpeg.length * 0.6) / 1000))
  const pythonCommand: Command = ['python3 + requests, two requests', ['python3', '-c', python], {}]
  return [
    ['node, nothing', [node, '-e', '0'], {}],
    ['sh + curl, two requests', ['sh', '-c', curl], {}],
    ...(given.hasRequests ? [pythonCommand] : []),
    ['snapper, one file', [node, alone], home],
    ['snapper, with a spool', [node, alone], spool],
    ['snapper, sharp, darkness detection', [node, bundle], spool],
    [withBudget, [node, bundle], { ...spool, BUDGET_KB: budgetKb }],
    ['20 MP, unchanged', [node, alone], large],
    ['20 MP, sharp, darkness detection', [node, bundle], large],
    ['20 MP, sharp, 200 kB at most', [node, bundle], { ...large, BUDGET_KB: '200' }],
  ]
}

/** The printer's server, a camera (each picture under its own path) and a site in one, as fast as possible. */
async function startStubServer(pictures: Record<string, Buffer>) {
  const received = { bytes: 0, image: Buffer.alloc(0) }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      const picture = pictures[path]
      if (picture) return response.setHeader('Content-Type', 'image/jpeg').end(picture)
      if (path.startsWith('/api/')) return response.end(responses[path.split('?')[0] ?? ''] ?? '{}')
      const body = Buffer.concat(chunks)
      received.bytes = body.length
      const start = body.indexOf('\r\n\r\n', body.indexOf('name="image"')) + 4
      const image = body.includes('name="image"')
        ? body.subarray(start, body.lastIndexOf(Buffer.from([0xff, 0xd9])) + 2)
        : null
      if (image !== null) received.image = Buffer.from(image)
      const sha256 = image && createHash('sha256').update(image).digest('hex')
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ id: 1, sha256 }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return { base: `http://127.0.0.1:${port}`, received, close: () => server.close() }
}

const responses: Record<string, string> = {
  '/api/version': '{"server":"1.11.8","text":"OctoPrint 1.11.8"}',
  '/api/settings': '{"webcam":{}}',
  '/api/job':
    '{"state":"Printing","progress":{"completion":42.5},"job":{"file":{"name":"a.gcode"}}}',
  '/api/printer': '{"state":{"text":"Printing","flags":{"operational":true,"printing":true}}}',
}
