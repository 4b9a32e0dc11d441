import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareStructure, makeLargePicture, makeRoom } from '../../snapper/testing/pictures.ts'
import { startBenchHome } from './home-server.ts'
import { type Cost, measureCost } from './measure-cost.ts'

/*
 * What one shot costs: wall time, CPU, peak memory, bytes sent; beside curl and Python doing the two requests of the
 * original snapper at the same servers. Run: npm run bench:snapper (ROUNDS=15)
 */

const rounds = Number(process.env.ROUNDS ?? 15)

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

const jpeg = await makeRoom()
const large = await makeLargePicture()
const { base, got, close } = await startBenchHome({ '/camera': jpeg, '/large': large })
const folder = mkdtempSync(join(tmpdir(), 'bench-snapper-'))

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
if (!existsSync(bundle)) throw new Error('Build it first: npm run build:snapper')
// Away from node_modules there is no sharp: as on a small board.
const alone = join(folder, 'snapper.cjs')
copyFileSync(bundle, alone)
const home = {
  PRINTER_ENDPOINT: `${base}/site`,
  SNAPPER_TOKEN: 'token',
  OCTOPRINT_ROOT: `${base}/`,
  SNAPSHOT_URL: `${base}/camera`,
}
const spool = { SPOOL_DIR: join(folder, 'spool') }
const largeHome = { ...home, ...spool, SNAPSHOT_URL: `${base}/large` }
const budget = { BUDGET_KB: String(Math.floor((jpeg.length * 0.6) / 1000)) }
const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0
type Shot = [name: string, command: string[], environment: Record<string, string>]
const python: Shot = ['python3 + requests, two requests', ['python3', '-c', pythonShot], {}]
const shots: Shot[] = [
  ['node, nothing', [node, '-e', '0'], {}],
  ['sh + curl, two requests', ['sh', '-c', curlShot], {}],
  ...(hasRequests ? [python] : []),
  ['snapper, one file', [node, alone], home],
  ['snapper, with a spool', [node, alone], { ...home, ...spool }],
  ['snapper, sharp, is it dark?', [node, bundle], { ...home, ...spool }],
  ['snapper, sharp, 60 % of the bytes', [node, bundle], { ...home, ...spool, ...budget }],
  ['20 MP, as it is', [node, alone], largeHome],
  ['20 MP, sharp, is it dark?', [node, bundle], largeHome],
  ['20 MP, sharp, 200 kB', [node, bundle], { ...largeHome, BUDGET_KB: '200' }],
]

const load = loadavg()[0]?.toFixed(1)
process.stdout.write(
  `one shot, medians of ${rounds} by turns; a picture of ${jpeg.length} bytes, one of 20 MP of ${large.length}; load ${load}\n`,
)
try {
  const costs = new Map<string, Cost[]>()
  const sent = new Map<string, { bytes: number; image: Buffer }>()
  // By turns, so that what else the machine does falls on all alike.
  for (let round = 0; round < rounds; round += 1)
    for (const [name, command, environment] of shots) {
      rmSync(spool.SPOOL_DIR, { recursive: true, force: true })
      got.bytes = 0
      costs.set(name, [...(costs.get(name) ?? []), await measureCost(command, environment)])
      sent.set(name, { ...got })
    }
  for (const [name] of shots) {
    const of = (key: keyof Cost) => median((costs.get(name) ?? []).map((cost) => cost[key]))
    const wall = of('wallMs').toFixed(0).padStart(5)
    const cpu = of('cpuMs').toFixed(0).padStart(5)
    const peak = of('peakMb').toFixed(1).padStart(6)
    const bytes = sent.get(name)?.bytes
    process.stdout.write(
      `${name.padEnd(34)} ${wall} ms ${cpu} ms CPU ${peak} MB ${bytes} bytes sent\n`,
    )
  }
  if (!hasRequests) process.stdout.write("python3's requests isn't here: its row is missing\n")
  const { image } = sent.get('snapper, sharp, 60 % of the bytes') ?? { image: jpeg }
  const part = ((image.length / jpeg.length) * 100).toFixed(0)
  const similarity = (await compareStructure(jpeg, image)).toFixed(4)
  process.stdout.write(`the picture: ${part} % of the bytes, SSIM ${similarity}\n`)
} finally {
  close()
  rmSync(folder, { recursive: true, force: true })
}
