import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const testFiles = /(\.(test|contract|fixture|spec)\.tsx?$|\/testing\/|^e2e\/)/

/**
 * The size of the code base: source files and lines, the median and longest file, and tests next to sources. Tests are specs,
 * contracts, fixtures, `e2e/`, and the `testing/` folder of a folder.
 */
export function renderFigures(root: string, paths: readonly string[]): string {
  const sizes = paths.map((path) => ({
    path,
    isTest: testFiles.test(path),
    lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1,
  }))
  const sources = sizes.filter(({ isTest }) => !isTest).sort((a, b) => a.lines - b.lines)
  const lines = sum(sources)
  const longest = sources.at(-1)
  const components = sizes.filter(({ path }) => path.startsWith('components/'))
  return [
    `${sources.length} source files, ${lines} lines`,
    `median ${sources[sources.length >> 1]?.lines}, longest ${longest?.lines} (${longest?.path})`,
    `tests/source ${ratio(sizes)}, of components ${ratio(components)}`,
  ].join('\n')
}

interface Size {
  isTest: boolean
  lines: number
}

function sum(sizes: readonly Size[]): number {
  return sizes.reduce((total, { lines }) => total + lines, 0)
}

function ratio(sizes: readonly Size[]): string {
  const tests = sum(sizes.filter(({ isTest }) => isTest))
  return (tests / sum(sizes.filter(({ isTest }) => !isTest))).toFixed(2)
}
