import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { explainValue } from '#lib/core/explain-value.ts'
import { getEditDistance } from '#lib/core/similar-names.ts'
import { explainYamlError } from '#lib/core/yaml-errors.ts'
import { type SiteSettings, siteSchema } from './schema.ts'
import { settingsFile } from './site.ts'
import { computeTheme } from './theme/compute-theme.ts'
import { colourKeys, themeKeys } from './theme/schema.ts'

type Path = readonly PropertyKey[]

export interface SettingsIssue extends ContentIssue {
  /** Of the setting; empty where the file as a whole can't be read. */
  path: Path
}

export interface Parsed {
  settings: SiteSettings
  issues: SettingsIssue[]
  /** What applies, but not as it is written: colours that nobody could read. */
  advice: SettingsIssue[]
  /** Makes an issue of a setting that is valid by itself. @param message follows its name */
  toIssue(path: Path, message: string): SettingsIssue
}

/** Parses `site.yaml`. What is invalid is left out, each with an issue; the rest applies. */
export function parseSettings(text: string): Parsed {
  const lines = new LineCounter()
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
  })
  const issues: SettingsIssue[] = []
  const lineAt = (offset: number) => lines.linePos(offset).line
  const report = (offset: number, message: string, path: Path = []) =>
    issues.push({ path, file: settingsFile, line: lineAt(offset), message })
  const toIssue = (path: Path, message: string) => ({
    path,
    file: settingsFile,
    line: lineAt(findOffset(document, path)),
    message: `${formatPath(path)} ${message}`,
  })

  const [broken] = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY')
  for (const error of document.errors)
    if (error.code === 'DUPLICATE_KEY') report(error.pos[0], explainYamlError(error))
  if (broken !== undefined)
    report(broken.pos[0], `${explainYamlError(broken)}; nothing from this line on applies`)
  const readData = () => {
    try {
      return toData(document, broken?.pos[0] ?? Number.POSITIVE_INFINITY)
    } catch {
      report(0, 'has aliases (*name) that multiply; write their values out')
      return {}
    }
  }
  const data = readData()
  if (data === null) {
    report(0, 'has to be a list of settings, such as "title: My workshop"')
    return { settings: siteSchema.parse({}), issues, advice: [], toIssue }
  }

  // Each turn leaves out what is invalid, so it ends.
  for (;;) {
    const parsed = siteSchema.safeParse(data, { error: explainValue })
    if (parsed.success) {
      const advice = computeTheme(parsed.data.theme ?? {}).issues.map(({ path, message }) =>
        toIssue(['theme', ...path], message),
      )
      return { settings: parsed.data, issues: sortByLine(issues), advice, toIssue }
    }
    for (const issue of parsed.error.issues)
      for (const { path, message } of listFaults(issue, data)) {
        report(findOffset(document, path), message, path)
        leaveOut(data, issue.code === 'unrecognized_keys' ? path : toRemoved(data, path))
      }
    for (const [name, value] of Object.entries(data))
      if (Array.isArray(value)) data[name] = value.filter((entry) => entry !== undefined)
  }
}

function sortByLine(issues: SettingsIssue[]): SettingsIssue[] {
  return issues.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
}

/** The settings that end before `limit`, an offset in the file. `null`: the file has no settings, but something else. */
function toData(document: Document.Parsed, limit: number): Record<string, unknown> | null {
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.value === null)) return {}
  if (!isMap(contents)) return limit < Number.POSITIVE_INFINITY ? {} : null
  const ends = (node: unknown) => (node as Node | null)?.range?.[1] ?? 0 // keys and values are nodes
  const whole = contents.items.filter(({ key, value }) => Math.max(ends(key), ends(value)) < limit)
  return Object.fromEntries(
    whole.map(({ key, value }) => [
      String(isScalar(key) ? key.value : key),
      (value as Node | null)?.toJS(document) ?? null, // as above
    ]),
  )
}

interface Fault {
  path: Path
  message: string
}

function listFaults(issue: z.core.$ZodIssue, data: unknown): Fault[] {
  if (issue.code !== 'unrecognized_keys') {
    const name = formatPath(issue.path)
    const isMissing = getValue(data, issue.path) === undefined
    return [
      {
        path: issue.path,
        message: isMissing ? `${name} is missing; add it` : `${name} ${issue.message}`,
      },
    ]
  }
  return issue.keys.map((key) => {
    const path = [...issue.path, key]
    return {
      path,
      message: `${formatPath(path)} is unknown; ${suggest(key, listKnown(issue.path))}`,
    }
  })
}

function suggest(key: string, known: readonly string[]): string {
  const [nearest] = known
    .map((name) => ({ name, distance: getEditDistance(key.toLowerCase().replace('-', '_'), name) }))
    .sort((a, b) => a.distance - b.distance)
  return nearest !== undefined && nearest.distance <= Math.max(2, nearest.name.length / 3)
    ? `did you mean ${nearest.name}?`
    : `known are ${known.join(', ')}`
}

const entryKeys = ['label', 'url']

function listKnown([first, second]: Path): readonly string[] {
  if (first === undefined) return Object.keys(siteSchema.shape)
  if (first === 'theme') return second === 'dark' ? colourKeys : themeKeys
  return first === 'author' ? ['name', 'bio', 'photo'] : entryKeys
}

/** "profiles[2].url": entries are counted from 1. */
function formatPath(path: Path): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part + 1}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('')
}

function getValue(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | null | undefined)?.[part], // any JSON
    data,
  )
}

/** What has to go: of a list the whole entry, which makes no sense without one of its parts; what contains a missing part. */
function toRemoved(data: unknown, path: Path): Path {
  const entry = path.findIndex((part) => typeof part === 'number')
  let removed = entry === -1 ? path : path.slice(0, entry + 1)
  while (removed.length > 1 && getValue(data, removed) === undefined) removed = removed.slice(0, -1)
  return removed
}

/** An entry of a list becomes `undefined`, so that the others keep their numbers. */
function leaveOut(data: unknown, path: Path): void {
  const parent = getValue(data, path.slice(0, -1))
  const last = path.at(-1)
  if (Array.isArray(parent) && typeof last === 'number') parent[last] = undefined
  else if (parent !== null && typeof parent === 'object' && last !== undefined)
    Reflect.deleteProperty(parent, last)
}

/** Where the setting, or the nearest one that contains it, is written. */
function findOffset(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const last = path[length - 1]
    const parent =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const node = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === last)?.key
      : isSeq(parent) && typeof last === 'number'
        ? parent.items[last]
        : undefined
    const range = (node as Node | undefined)?.range // keys and entries are nodes
    if (range) return range[0]
  }
  return 0
}
