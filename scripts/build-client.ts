// npm run client: bundles the visitors' scripts, before `next build`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { type BuildOptions, build } from 'esbuild'

const outdir = '.cache/client'
const folder = join(import.meta.dirname, '../client')
const shared = {
  outdir,
  bundle: true,
  minify: true,
  target: ['es2022'],
  legalComments: 'none',
} satisfies BuildOptions
await build({
  ...shared,
  entryPoints: {
    client: join(folder, 'main.ts'),
    'live-page': join(folder, 'live-page.ts'),
    'service-worker': join(folder, 'push/service-worker.ts'),
  },
  format: 'iife',
})
// Imported by the script of the live page.
await build({
  ...shared,
  entryPoints: { 'tell-me': join(folder, 'push/tell-me.ts') },
  format: 'esm',
})
for (const name of ['client.js', 'live-page.js', 'tell-me.js', 'service-worker.js']) {
  const script = readFileSync(join(outdir, name))
  const packed = brotliCompressSync(script).length
  console.log(`${outdir}/${name}: ${script.length} bytes, ${packed} in brotli`)
}
