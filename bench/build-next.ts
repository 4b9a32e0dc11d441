import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nextProgram } from './servers.ts'

const root = join(import.meta.dirname, '..')
const config = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.js': `const root = ${JSON.stringify(root)}
export default { outputFileTracingRoot: root, turbopack: { root } }`,
  'app/layout.jsx': `export const metadata = { title: 'Bare', description: 'A minimal Next page', icons: { icon: 'data:,' } }
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>
}`,
}

/** A page that renders a heading: what Next and React cost without any code of ours. */
export const emptyPage = {
  'app/page.jsx': 'export default function Page() { return <h1>Floor</h1> }',
}

/** A page that polls with SWR: the smallest live page of Next. */
export const pollingPage = {
  'public/printer.json': '{ "status": "Idle" }',
  'app/page.jsx': `'use client'
import useSWR from 'swr'
const fetchJson = (url) => fetch(url).then((response) => response.json())
export default function Page() {
  const { data } = useSWR('/printer.json', fetchJson, { refreshInterval: 60_000 })
  return <main><h1>{data?.status ?? 'Idle'}</h1></main>
}`,
}

/**
 * Builds a minimal Next application with the project's own Next, once per version of Next.
 * @returns its folder, inside the project because the bundler must find the same packages and follows no links out of its root
 * @throws Error when the build fails
 */
export function buildNext(name: string, page: Record<string, string>): string {
  const folder = join(root, '.cache', name)
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(root, 'node_modules/next/package.json'), 'utf8'),
  )
  const files = { ...config, ...page }
  const stamp = JSON.stringify({ version, files })
  const stampPath = join(folder, 'build-stamp')
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return folder
  rmSync(folder, { recursive: true, force: true })
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [nextProgram, 'build', folder], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (status !== 0) throw new Error(`${name} can’t be built:\n${stdout}\n${stderr}`)
  writeFileSync(stampPath, stamp)
  return folder
}
