import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/*
 * npm run build:snapper: bundles the snapper into one file, `dist/snapper.cjs` or the argument, that only needs Node.
 *
 * CommonJS, because it runs `--help` in about 44 ms where an ES module takes 75 ms. Lazy imports become lazy `require`s.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const outfile = process.argv[2] ?? `${root}dist/snapper.cjs`
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
