import { resolve } from 'node:path'
import type {
  ApiSavedSettings,
  ApiSettings,
  ApiThemePreview,
  SettingsChanges,
} from '#lib/api/admin-settings.ts'
import { DomainError, formatPointer } from '#lib/core/errors.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import { listDeadEntries } from '../navigation.ts'
import type { Parsed, SettingsIssue } from '../parse-settings.ts'
import { computeTheme } from '../theme/compute-theme.ts'
import { readLogo } from '../theme/read-logo.ts'
import { renderWholeTheme } from '../theme/styles.ts'
import { defaultTypePair } from '../theme/type-pairs.ts'
import {
  listChanged,
  listValues,
  serializeIssue,
  toFileValues,
  toSentence,
} from './setting-values.ts'
import {
  changedMeanwhile,
  isWritable,
  readSettingsText,
  writeSettingsText,
} from './settings-file.ts'

export interface SiteEditorParts {
  contentDir: string
  /** @returns tells whether the site has a page or a file at a path */
  createFinder(): Promise<(path: string) => boolean>
  record(entry: NewLogEntry): Promise<void>
  now(): Date
  /** Why webmentions aren't sent although `send_webmentions` says so, and what to do; `null`: they are. */
  findSendingProblem?(): Promise<string | null>
}

/** Changes of settings by their names, or the whole text. */
export type SettingsInput = { changes: SettingsChanges } | { text: string }

export type SiteEditor = ReturnType<typeof createSiteEditor>

/**
 * All that the owner changes about `site.yaml`, by the command line and by the admin area alike. The file is read each time, since
 * other replicas and the owner's editor write it too.
 */
export function createSiteEditor({
  contentDir,
  createFinder,
  record,
  now,
  findSendingProblem,
}: SiteEditorParts) {
  async function toApi(text: string, version: string): Promise<ApiSettings> {
    const { parsed, values } = await parse(text)
    return {
      version,
      folder: resolve(contentDir),
      is_writable: await isWritable(contentDir),
      text,
      values,
      faults: parsed.issues.map(serializeIssue),
      advice: [
        ...parsed.advice,
        ...(await findLogoAdvice(parsed)),
        ...(await findSendingAdvice(parsed)),
      ].map(serializeIssue),
    }
  }

  async function findLogoAdvice({ settings, toIssue }: Parsed): Promise<SettingsIssue[]> {
    const logo = settings.theme?.logo
    if (logo === undefined) return []
    const found = await readLogo(contentDir, logo, settings.author?.photo ?? null)
    return 'error' in found ? [toIssue(['theme', 'logo'], found.error)] : []
  }

  async function findSendingAdvice({ settings, toIssue }: Parsed): Promise<SettingsIssue[]> {
    const problem = settings.send_webmentions ? await findSendingProblem?.() : null
    return problem ? [toIssue(['send_webmentions'], `sends nothing: ${problem}`)] : []
  }

  async function apply(
    { parsed }: Pick<Awaited<ReturnType<typeof parse>>, 'parsed'>,
    text: string,
    input: SettingsInput,
  ): Promise<string> {
    if ('text' in input) return input.text
    const [fault] = parsed.issues
    if (fault !== undefined)
      throw new DomainError('invalid-fields', `Correct site.yaml first. ${toLine(fault)}`)
    const { editSettings } = await import('./edit-settings.ts')
    const { siteSchema } = await import('../schema.ts')
    return editSettings(text, toFileValues(input.changes), Object.keys(siteSchema.shape))
  }

  async function requireValid(parsed: Parsed, input: SettingsInput): Promise<void> {
    const { navigation } = parsed.settings
    // A page that is gone must not keep the owner from changing something else.
    const isGiven = 'text' in input || 'navigation' in input.changes
    const dead =
      navigation != null && isGiven ? listDeadEntries(navigation, await createFinder()) : []
    const issues = [
      ...parsed.issues,
      ...dead.map(({ index, message }) => parsed.toIssue(['navigation', index, 'url'], message)),
    ]
    const [first] = issues
    if (first === undefined) return
    const isText = 'text' in input
    const detail = isText ? issues.map(toLine).join('\n') : toSentence(first.message)
    throw new DomainError('invalid-fields', detail, {
      fieldErrors: isText
        ? [{ pointer: '/text', detail }]
        : issues.map(({ path, message }) => ({
            pointer: formatPointer(path),
            detail: toSentence(message),
          })),
    })
  }

  return {
    async read(): Promise<ApiSettings> {
      const { text, version } = await readSettingsText(contentDir)
      return await toApi(text, version)
    },

    /**
     * Saves changes, or shows the text with them where the folder can't be written.
     * @param version of the text that they were made from
     * @throws DomainError `settings-changed`, `invalid-fields`; then nothing has changed
     */
    async save(
      by: Pick<NewLogEntry, 'sessionId'>,
      version: string,
      input: SettingsInput,
    ): Promise<ApiSavedSettings> {
      const before = await readSettingsText(contentDir)
      if (before.version !== version) throw changedMeanwhile()
      const former = await parse(before.text)
      const text = await apply(former, before.text, input)
      if (!before.isUtf8 && text.includes('\uFFFD'))
        throw new DomainError(
          'invalid-fields',
          'site.yaml is not in UTF-8, so its accented letters would be lost. Save it as UTF-8 in your editor, then reload this page.',
        )
      const next = await parse(text)
      await requireValid(next.parsed, input)
      const changed = listChanged(former.parsed.settings, next.parsed.settings)
      const details = { settings: changed.join(', ') || 'comments' }
      const entry = { at: now(), action: 'settings-changed', details, ...by }
      const isSaved =
        text === before.text ||
        (await writeSettingsText(contentDir, text, version, () => record(entry)))
      const { version: latest } = isSaved ? await readSettingsText(contentDir) : before
      return { ...(await toApi(text, latest)), is_saved: isSaved, changed }
    },

    /** @throws DomainError `invalid-fields` */
    async preview(changes: SettingsChanges): Promise<ApiThemePreview> {
      const { text } = await readSettingsText(contentDir)
      const { parsed } = await parse(await apply(await parse(text), text, { changes }))
      const { theme: settings = {} } = parsed.settings
      const theme = computeTheme(settings ?? {})
      return {
        style: renderWholeTheme(theme, settings?.type ?? defaultTypePair),
        light: theme.light,
        dark: theme.dark,
        advice: [...parsed.issues, ...parsed.advice].map(serializeIssue),
      }
    },
  }
}

async function parse(text: string) {
  const { parseSettings } = await import('../parse-settings.ts')
  const { parse: parseYaml } = await import('yaml')
  const parsed = parseSettings(text)
  return {
    parsed,
    values: parsed.issues.length === 0 ? listValues(parseYaml(text.replace(/^\uFEFF/, ''))) : {},
  }
}

function toLine({ line, message }: SettingsIssue): string {
  return `Line ${line ?? 1}: ${toSentence(message)}`
}
