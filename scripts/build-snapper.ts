import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type BuildOptions, build, type Plugin } from 'esbuild'

/*
 * npm run build:snapper [-- FILE] [--binaries]: bundles the snapper into one file, `dist/snapper.cjs` or FILE, that only needs Node.
 * And next to it one with MQTT, `dist/snapper-mqtt.cjs`, about five times as large.
 * With --binaries also one program per platform next to it, `dist/snapper-linux-arm64`, that needs nothing.
 *
 * CommonJS, because it runs `--help` in about 44 ms where an ES module takes 75 ms. Lazy imports become lazy `require`s.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const options = { binaries: { type: 'boolean' } } as const
const { values, positionals } = parseArgs({ allowPositionals: true, options })
const outfile = positionals[0] ?? `${root}dist/snapper.cjs`
const maxBytes = 100_000
const outfiles = [outfile, outfile.replace(/(\.[^./]+)?$/, '-mqtt$1')] as const

/** Leaves MQTT out. */
const withoutMqtt: Plugin = {
  name: 'without-mqtt',
  setup({ onResolve }) {
    const path = `${root}snapper/mqtt/without-mqtt.ts`
    onResolve({ filter: /\/mqtt\/mqtt\.ts$/ }, () => ({ path }))
  },
}

const common: BuildOptions = {
  absWorkingDir: root,
  entryPoints: ['snapper/main.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  charset: 'utf8',
  target: 'node24',
  supported: { 'dynamic-import': false },
  alias: { '#lib': './lib' },
  external: ['sharp'],
  minify: true,
  // Next to the bundle: what a position in a stack trace is in the sources. Names in the bundle itself would take 6.6 kB.
  sourcemap: 'external',
  legalComments: 'none',
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
}
await build({ ...common, outfile: outfiles[0], plugins: [withoutMqtt] })
await build({ ...common, outfile: outfiles[1] })

for (const file of outfiles)
  process.stdout.write(`${file.replace(root, '')}: ${statSync(file).size} bytes\n`)
const bytes = statSync(outfile).size
if (bytes >= maxBytes) {
  process.stderr.write(`The bundle exceeds the limit of ${maxBytes} bytes.\n`)
  process.exitCode = 1
}
if (values.binaries) {
  const { buildSnapperBinaries } = await import('./build-snapper-binaries.ts')
  for (const program of buildSnapperBinaries(outfiles[1], dirname(outfile)))
    process.stdout.write(`${program.replace(root, '')}: ${statSync(program).size} bytes\n`)
}
