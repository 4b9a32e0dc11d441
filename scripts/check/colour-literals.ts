import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const sources = '{app,client,components,lib,server}/**/*.{css,ts,tsx}'
const literal =
  /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(/gi
const comment = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm
/** Where a colour is not the site's own. */
const exempt = [
  /^lib\/site\/theme\//,
  /\.(?:test|fixture|contract)\.tsx?$/,
  // Recognises black and white in the owner's diagrams.
  /^lib\/content\/render\/graph-svg\.ts$/,
]

/** Colours that are written outside `lib/site/theme/`: an owner's theme could not change them. */
export function findColourLiterals(root: string): string[] {
  // A route is a folder whose name may end in .css.
  return globSync(sources, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .filter((path) => !exempt.some((pattern) => pattern.test(path)))
    .sort()
    .flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8').replace(comment, blank)
      return [...text.matchAll(literal)].map(({ 0: found, index }) => {
        const line = text.slice(0, index).split('\n').length
        return `${path}:${line} has the colour "${found}". Use a colour of lib/site/theme/colours.ts.`
      })
    })
}

/** Keeps the lines. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}
