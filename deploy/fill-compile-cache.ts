import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/*
 * `node deploy/fill-compile-cache.ts UID` starts the built site, requests what visitors and the owner request first, and stops it. At its end
 * Node keeps the compiled code, so that a new container doesn't load the TypeScript compiler. Node has a cache for each user: UID is that of
 * the containers.
 */

const paths = ['/api/3dprinter/', '/', '/blog', '/printers/1', '/tags', '/atom.xml', '/search?q=a', '/admin', '/nothing']

const uid = Number(process.argv[2])
if (!Number.isInteger(uid)) throw new Error('Missing user: fill-compile-cache.ts UID')
const folder = mkdtempSync(join(tmpdir(), 'fill-'))
const [dataDir, contentDir] = ['data', 'content'].map((name) => join(folder, name)) as [string, string]
for (const path of [folder, dataDir, contentDir]) {
  mkdirSync(path, { recursive: true })
  chownSync(path, uid, uid)
}
const site = spawn(process.execPath, ['server/main.js'], {
  uid,
  gid: uid,
  env: {
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    PORT: '0',
    METRICS_PORT: '0',
    DATA_DIR: dataDir,
    CONTENT_DIR: contentDir,
    PRINTER_NAME: 'Printer',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const exited = once(site, 'exit')
for await (const line of createInterface({ input: site.stdout })) {
  const { msg, url } = JSON.parse(line) as { msg: string; url?: string }
  if (msg !== 'ready') continue
  for (const path of paths) await (await fetch(url + path)).arrayBuffer()
  site.kill()
}
const [code] = await exited
rmSync(folder, { recursive: true })
if (code !== 0) throw new Error(`The site exited with code ${code}.`)
