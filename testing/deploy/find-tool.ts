import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '../..')
export const toolsFolder = join(root, '.cache/tools')
const folders = [
  join(toolsFolder, 'bin'),
  join(toolsFolder, 'debian/usr/bin'),
  join(toolsFolder, 'debian/usr/sbin'),
  toolsFolder,
  '/usr/sbin',
]

/** Programs that the tests use. `helm3` and `helm4` are both called `helm`, so only `.cache/tools` has them by these names. */
export type ToolName =
  | 'promtool'
  | 'prometheus'
  | 'helm3'
  | 'helm4'
  | 'kubeconform'
  | 'kube-score'
  | 'kubernetes-schemas'
  | 'hadolint'
  | 'caddy'
  | 'nginx'
  | 'systemd-analyze'
  | 'dashboard-linter'

/** Programs that CI may lack too. */
const optional: ReadonlySet<ToolName> = new Set([
  // Not available from the Go module proxy; dashboard-lint.ts has its rules.
  'dashboard-linter',
  'systemd-analyze',
])

/**
 * Finds a tool in `.cache/tools` or on the PATH.
 * @returns its path, or `null` after printing a warning: tests that need it are skipped
 * @throws Error in CI, which must not skip tests
 */
export function findTool(name: ToolName): string | null {
  const candidates = [...folders, ...(process.env.PATH ?? '').split(delimiter)]
  const found = candidates.map((folder) => join(folder, name)).find(isExecutable)
  if (found !== undefined) return found
  const isOptional = optional.has(name)
  const message = isOptional
    ? `${name} is not installed.`
    : `${name} is not installed. Run: node testing/deploy/install-tools.ts ${name}`
  if (process.env.CI && !isOptional) throw new Error(message)
  console.warn(`Skipped: ${message}`)
  return null
}

export interface Outcome {
  code: number | null
  /** stdout and stderr. */
  text: string
}

export function runTool(path: string, args: readonly string[], cwd: string = root): Outcome {
  const { status, stdout, stderr } = spawnSync(path, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64e6,
  })
  return { code: status, text: `${stdout ?? ''}${stderr ?? ''}` }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
