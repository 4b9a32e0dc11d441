// npm run client: bundles the visitors' script, before `next build`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'

const outfile = '.cache/client/client.js'
await build({
  entryPoints: [join(import.meta.dirname, '../client/main.ts')],
  outfile,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2022'],
  legalComments: 'none',
})
const script = readFileSync(outfile)
console.log(`${outfile}: ${script.length} bytes, ${brotliCompressSync(script).length} in brotli`)
