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

/** The programs of others that our checks need. `helm3` and `helm4` are both `helm`, so they are only looked for among ours. */
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

/** Nothing that a machine for checks must have: what is not to be had everywhere, and what only such a machine may run. */
const optional: ReadonlySet<ToolName> = new Set([
  // Not to be had through the module proxy that we use; its rules are also ours (dashboard-lint.ts).
  'dashboard-linter',
  'systemd-analyze',
])

/**
 * The path of a tool, from `.cache/tools` or the machine's own.
 * @returns `null` where there is none, with the reason printed: a person's checks go on without it
 * @throws Error in CI, where nothing may be left out
 */
export function findTool(name: ToolName): string | null {
  const everywhere = [...folders, ...(process.env.PATH ?? '').split(delimiter)]
  const found = everywhere.map((folder) => join(folder, name)).find(isExecutable)
  if (found !== undefined) return found
  const isOptional = optional.has(name)
  const how = isOptional
    ? `there is no ${name} here`
    : `there is no ${name} here; bring it with: node testing/deploy/install-tools.ts ${name}`
  if (process.env.CI && !isOptional) throw new Error(how)
  console.warn(`Left out: ${how}`)
  return null
}

export interface Outcome {
  code: number | null
  /** stdout and stderr, as a person would have seen them. */
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
