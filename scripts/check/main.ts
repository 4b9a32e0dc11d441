import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../test/run.ts'
import { findColourLiterals } from './colour-literals.ts'
import { findViolation, listSources, readImports } from './imports.ts'

const tests = /(\.(test|contract|fixture|spec)\.tsx?$|^e2e\/)/
const testTools = /(^|\/)testing\//

type Kind = 'source' | 'testTool' | 'test'

interface Size {
  path: string
  kind: Kind
  lines: number
}

/**
 * The size of the code base: source files and lines without `testing/`, the code in `testing/`, the median and longest source
 * file, and lines of tests per line of source. Tests are specs, contracts, fixtures and `e2e/`.
 */
function renderFigures(root: string, paths: readonly string[]): string {
  const sizes = paths.map((path) => ({
    path,
    kind: classify(path),
    lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1,
  }))
  const sources = ofKind(sizes, 'source').sort((a, b) => a.lines - b.lines)
  const tools = ofKind(sizes, 'testTool')
  const longest = sources.at(-1)
  const components = sizes.filter(({ path }) => path.startsWith('components/'))
  return [
    `${sources.length} source files, ${sum(sources)} lines, and ${tools.length} in testing/, ${sum(tools)} lines`,
    `median ${sources[sources.length >> 1]?.lines}, longest ${longest?.lines} (${longest?.path})`,
    `tests/source ${ratio(sizes)}, of components ${ratio(components)}`,
  ].join('\n')
}

function classify(path: string): Kind {
  if (tests.test(path)) return 'test'
  return testTools.test(path) ? 'testTool' : 'source'
}

function ofKind(sizes: readonly Size[], kind: Kind): Size[] {
  return sizes.filter((size) => size.kind === kind)
}

function sum(sizes: readonly Size[]): number {
  return sizes.reduce((total, { lines }) => total + lines, 0)
}

function ratio(sizes: readonly Size[]): string {
  return (sum(ofKind(sizes, 'test')) / sum(ofKind(sizes, 'source'))).toFixed(2)
}

/* npm run check: style and cycles, types, the direction of imports, colours, and the size of the code base. */
const root = join(import.meta.dirname, '../..')
const paths = listSources(root)

const violations = paths
  .flatMap((path) => readImports(root, path))
  .map(findViolation)
  .filter((violation) => violation !== null)
violations.push(...findColourLiterals(root))
for (const violation of violations) console.error(violation)

const hasStyle = (await run('Style and cycles', 'biome', ['check', '.'])) === 0
const hasTypes = (await run('Types', 'tsc', ['--noEmit'])) === 0

console.log(`\n${renderFigures(root, paths)}`)
process.exitCode = hasStyle && hasTypes && violations.length === 0 ? 0 : 1
