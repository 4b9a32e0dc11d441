import { parse } from 'yaml'
import type { ApiSettings, SettingValue } from '#lib/api/admin-settings.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { SiteEditor } from '#lib/site/edit/site-editor.ts'
import { UsageError } from '../command.ts'

/** Those that are lists, whose entries are given as YAML. */
const lists = ['profiles', 'navigation']

/**
 * `admin settings`: prints the settings, checks them, or sets one, as the admin area does.
 * @returns the exit code and what to print
 * @throws UsageError for arguments that don't fit, or a value that is refused
 */
export async function runSettings(
  editor: Pick<SiteEditor, 'read' | 'save'>,
  args: readonly string[],
): Promise<{ exitCode: 0 | 1; output: string }> {
  const [command = 'print', name, value, ...rest] = args
  if (command === 'set' && name !== undefined && value !== undefined && rest.length === 0)
    return { exitCode: 0, output: await set(editor, name, value) }
  if (!['print', 'check'].includes(command) || name !== undefined)
    throw new UsageError(`Unknown command "settings ${args.join(' ')}".`, { showsUsage: true })
  const settings = await editor.read()
  const problems = listProblems(settings)
  const output = command === 'check' ? problems || 'Nothing is wrong.' : print(settings) || problems
  return { exitCode: settings.faults.length === 0 ? 0 : 1, output }
}

function print({ values }: ApiSettings): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        `${toDots(name)}: ${typeof value === 'object' ? JSON.stringify(value) : value}`,
    )
    .join('\n')
}

function listProblems({ faults, advice }: ApiSettings): string {
  return [...faults, ...advice]
    .map(({ line, message }) => `site.yaml:${line ?? 1}: ${message}`)
    .join('\n')
}

async function set(
  editor: Pick<SiteEditor, 'read' | 'save'>,
  name: string,
  value: string,
): Promise<string> {
  const { version, folder } = await editor.read()
  const changes = { [name.replaceAll('.', '/')]: parseValue(name, value) }
  const saved = await editor
    .save({ sessionId: null }, version, { changes })
    .catch((error: unknown) => {
      throw error instanceof DomainError ? new UsageError(error.message, { cause: error }) : error
    })
  if (!saved.is_saved)
    throw new UsageError(
      `${folder} can't be written. Put this into site.yaml yourself:\n\n${saved.text}`,
    )
  const [advice] = saved.advice.filter(({ path }) => path === name.replaceAll('.', '/'))
  const done =
    saved.changed.length === 0 ? 'Nothing was changed.' : `${saved.changed.join(', ')} was saved.`
  return advice === undefined ? done : `${done}\n${advice.message}`
}

function parseValue(name: string, value: string): SettingValue {
  if (!lists.includes(name) || value === '') return value
  try {
    return parse(value) as SettingValue // the settings' own check says what is wrong with it
  } catch {
    throw new UsageError(
      `"${value}" is no YAML. Write a list such as [{label: Code, url: https://code.example}].`,
    )
  }
}

function toDots(name: string): string {
  return name.replaceAll('/', '.')
}
