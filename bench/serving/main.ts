import { mkdir, rm } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildSite } from '../../testing/site/build.ts'
import { measureArriving, picturesNeeded } from './arriving.ts'
import { duePicturesNeeded, measureDue } from './due.ts'
import { takePictures } from './pictures.ts'
import { measurePostPage } from './post-page.ts'
import { pollPath, type Running, startServer } from './servers.ts'
import { measureServing } from './serving.ts'
import { measureUpload } from './uploads.ts'

/*
 * npm run bench [-- --seconds 1.5] [--as-built]
 * Three minutes of bounded load on this machine's loopback. Absolute figures are this machine's and this moment's; the ratios are
 * what to compare, since all that is compared was measured in turns.
 */
const folder = join(import.meta.dirname, '../../.cache/bench')
const running: Running[] = []

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '1.5' },
      /** Measures the build that is there, whatever has changed since. */
      'as-built': { type: 'boolean', default: false },
    },
  })
  const seconds = Number(values.seconds)
  if (!(seconds > 0 && seconds <= 30)) throw new Error('--seconds is a number above 0, 30 at most.')
  if (!values['as-built']) buildSite()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const [cpu] = cpus()
  console.log(`Node ${process.version}, ${cpus().length} x ${cpu?.model.trim()}`)
  console.log(
    `Load before: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')} (an idle machine says 0.0)\n`,
  )

  const pictures = await takePictures(Math.max(picturesNeeded, duePicturesNeeded))
  console.log(await measureArriving(pictures, folder))
  console.log()
  console.log(await measureDue(pictures['1280x720'], folder))
  console.log()

  const [picture = Buffer.alloc(0)] = pictures['1280x720']
  const door = await start('door')
  const next = await start('next')
  for (const site of [door, next]) await measureUpload(site, picture)
  const { body, etag } = await read(door)
  const bare = await start('bare', { body, etag })
  const etags = { door: etag, next: (await read(next)).etag, bare: etag }
  console.log(await measureServing({ door, next, bare }, etags, seconds))
  console.log()
  console.log(await measurePostPage({ door, next }, seconds))
}

async function start(kind: 'door' | 'next' | 'bare', bare?: { body: string; etag: string }) {
  const dataDir = join(folder, kind)
  const server = await startServer(kind, bare === undefined ? { dataDir } : { dataDir, bare })
  running.push(server)
  return server
}

async function read({ url }: Running): Promise<{ body: string; etag: string }> {
  const response = await fetch(`${url}${pollPath}`, { headers: { 'accept-encoding': 'identity' } })
  return { body: await response.text(), etag: response.headers.get('etag') ?? '' }
}

try {
  await main()
} finally {
  await Promise.all(running.map((server) => server.stop()))
  await rm(folder, { recursive: true, force: true })
}
