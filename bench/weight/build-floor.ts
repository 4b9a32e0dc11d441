import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listPageScripts, type PageScript, weigh } from './page-scripts.ts'

const root = join(import.meta.dirname, '../..')
// Inside the project: the bundler must find the same Next and the same React, and follows no links out of its root.
const folder = join(root, '.cache/floor')

const files = {
  'package.json': '{ "name": "floor", "private": true, "type": "module" }',
  'next.config.js': `export default {
  outputFileTracingRoot: ${JSON.stringify(root)},
  turbopack: { root: ${JSON.stringify(root)} },
}`,
  'app/layout.jsx': `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>
}`,
  'app/page.jsx': 'export default function Page() { return <h1>Floor</h1> }',
}

/**
 * The scripts of an empty page, built by the same bundler in the same run: what Next and React cost before anything of ours.
 * @throws Error when the build fails
 */
export function buildFloor(): PageScript[] {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'app'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/next'), ['build'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (status !== 0) throw new Error(`The floor could not be built:\n${stdout}\n${stderr}`)
  const html = readFileSync(join(folder, '.next/server/app/index.html'), 'utf8')
  return listPageScripts(html).map((path) =>
    weigh(path, readFileSync(join(folder, path.replace(/^\/_next\//, '.next/')))),
  )
}
