import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync } from 'oxc-parser'
import { type ImportRule, importRules } from './import-rules.ts'

const sources =
  '{app,bench,cli,client,components,e2e,lib,scripts,server,snapper,testing}/**/*.{ts,tsx}'
const tests = /\.(test|contract|fixture|spec)\.tsx?$|\/testing\//

export interface Import {
  from: string
  /** A path from the project's root for a file of ours, else the package's specifier. */
  to: string
  isOurs: boolean
  isType: boolean
}

export function listSources(root: string): string[] {
  return globSync(sources, { cwd: root, exclude: (name) => name === 'node_modules' }).sort()
}

/** Every import of a file, type imports and `import()` included. */
export function readImports(root: string, path: string): Import[] {
  const text = readFileSync(join(root, path), 'utf8')
  const { staticImports, staticExports, dynamicImports } = parseSync(path, text).module
  const found = [
    ...staticImports.map((it) => ({
      specifier: it.moduleRequest.value,
      isType: it.entries.length > 0 && it.entries.every((entry) => entry.isType),
    })),
    ...staticExports.flatMap((it) =>
      it.entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null ? [] : [{ specifier: moduleRequest.value, isType }],
      ),
    ),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => ({
      specifier: text.slice(start + 1, end - 1),
      isType: false,
    })),
  ]
  return found.map(({ specifier, isType }) => ({ from: path, isType, ...resolve(path, specifier) }))
}

function resolve(from: string, specifier: string): { to: string; isOurs: boolean } {
  if (specifier.startsWith('#')) return { to: specifier.slice(1), isOurs: true }
  if (!specifier.startsWith('.')) return { to: specifier, isOurs: false }
  return { to: normalize(join(dirname(from), specifier)), isOurs: true }
}

const isIn = (path: string, place: string) => path === place || path.startsWith(`${place}/`)

/** @returns the sentence that says what is wrong, or `null` where the import is allowed */
export function findViolation({ from, to, isOurs, isType }: Import): string | null {
  if (tests.test(from)) return null
  const rule = importRules.find(({ folder }) => isIn(from, folder))
  if (rule === undefined)
    return `${from} is in no folder of scripts/check/import-rules.ts. Add a rule for it.`
  const isAllowed = isOurs ? mayReach(rule, to, isType) : isType || !isBanned(rule, to)
  return isAllowed ? null : `${from} must not import ${to}. ${rule.why}`
}

function mayReach({ folder, ours, ourTypes = [] }: ImportRule, path: string, isType: boolean) {
  const isReachable = [folder, ...ours].some((place) => isIn(path, place))
  const needsType = ourTypes.some((place) => isIn(path, place))
  return isReachable && (isType || !needsType)
}

function isBanned({ withoutPackages = [] }: ImportRule, specifier: string): boolean {
  return withoutPackages.some((name) =>
    name.endsWith(':') ? specifier.startsWith(name) : isIn(specifier, name),
  )
}
