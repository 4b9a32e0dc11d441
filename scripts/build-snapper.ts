import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

/*
 * npm run build:snapper [-- FILE] [--binaries]: bundles the snapper into one file, `dist/snapper.cjs` or FILE, that only needs Node.
 * With --binaries also one program per platform next to it, `dist/snapper-linux-arm64`, that needs nothing.
 *
 * CommonJS, because it runs `--help` in about 44 ms where an ES module takes 75 ms. Lazy imports become lazy `require`s.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const options = { binaries: { type: 'boolean' } } as const
const { values, positionals } = parseArgs({ allowPositionals: true, options })
const outfile = positionals[0] ?? `${root}dist/snapper.cjs`
const maxBytes = 120_000

await build({
  absWorkingDir: root,
  entryPoints: ['snapper/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  supported: { 'dynamic-import': false },
  alias: { '#lib': './lib' },
  external: ['sharp'],
  // Not the names, so that stack traces in bug reports are readable.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
})

const bytes = readFileSync(outfile).length
process.stdout.write(`${outfile.replace(root, '')}: ${bytes} bytes\n`)
if (bytes >= maxBytes) {
  process.stderr.write(`The bundle exceeds the limit of ${maxBytes} bytes.\n`)
  process.exitCode = 1
}
if (values.binaries) {
  const { buildSnapperBinaries } = await import('./build-snapper-binaries.ts')
  for (const program of buildSnapperBinaries(outfile, dirname(outfile)))
    process.stdout.write(`${program.replace(root, '')}: ${statSync(program).size} bytes\n`)
}
