import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/*
 * The snapper as one file, `dist/snapper.cjs` or what the argument names, that needs nothing but Node.
 *
 * CommonJS, because that starts and ends in about 44 ms where the same as an ES module takes 75 ms. Lazy imports become
 * lazy `require`s.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const outfile = process.argv[2] ?? `${root}dist/snapper.cjs`
const maxBytes = 100_000

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
  // Names stay: a stack trace that somebody sends has to tell something.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
})

const bytes = readFileSync(outfile).length
process.stdout.write(`${outfile.replace(root, '')}: ${bytes} bytes\n`)
if (bytes >= maxBytes) {
  process.stderr.write(`That is too much: the limit is ${maxBytes} bytes.\n`)
  process.exitCode = 1
}
