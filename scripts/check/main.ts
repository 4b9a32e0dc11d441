import { join } from 'node:path'
import { run } from '../test/run.ts'
import { renderFigures } from './figures.ts'
import { findViolation, listSources, readImports } from './imports.ts'

/* npm run check: style and cycles, types, the direction of imports, and the size of the code base. */
const root = join(import.meta.dirname, '../..')
const paths = listSources(root)

const violations = paths
  .flatMap((path) => readImports(root, path))
  .map(findViolation)
  .filter((violation) => violation !== null)
for (const violation of violations) console.error(violation)

const hasStyle = run('Style and cycles', 'biome', ['check', '.']) === 0
const hasTypes = run('Types', 'tsc', ['--noEmit']) === 0

console.log(`\n${renderFigures(root, paths)}`)
process.exitCode = hasStyle && hasTypes && violations.length === 0 ? 0 : 1
