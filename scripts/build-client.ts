// npm run client: bundles the visitors' scripts, before `next build`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'

const outdir = '.cache/client'
const folder = join(import.meta.dirname, '../client')
await build({
  entryPoints: { client: join(folder, 'main.ts'), 'live-page': join(folder, 'live-page.ts') },
  outdir,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2022'],
  legalComments: 'none',
})
for (const name of ['client.js', 'live-page.js']) {
  const script = readFileSync(join(outdir, name))
  const packed = brotliCompressSync(script).length
  console.log(`${outdir}/${name}: ${script.length} bytes, ${packed} in brotli`)
}
