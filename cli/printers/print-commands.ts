import { readFileSync } from 'node:fs'
import { maxNoteLength } from '#lib/api/admin-prints.ts'
import type { Context } from '#lib/app-context/context.ts'
import type { Author } from '#lib/printers/manage/manage-printers.ts'
import type { GivenWords } from '#lib/printers/prints/edit-prints.ts'
import { parseNote } from '#lib/printers/prints/note.ts'
import { UsageError } from '../command.ts'
import { parseName, parseNumbers, parseTime, type Values } from './values.ts'

type Change =
  | { change: 'publish'; isPublished: boolean }
  | { change: 'hide'; isHidden: boolean }
  | { change: 'describe'; words: GivenWords }
  | { change: 'join' }
  | { change: 'split'; begin: { picture: number } | { at: Date } }

/** A command that changes one print. */
export type PrintCommand = { kind: 'print'; id: number; print: number } & Change

/** @throws UsageError */
export function parsePrintCommand(
  of: { id: number; print: number },
  action: string | undefined,
  values: Values,
): PrintCommand {
  return { kind: 'print', ...of, ...parseChange(action, values) }
}

function parseChange(action: string | undefined, values: Values): Change {
  switch (action) {
    case 'publish':
    case 'unpublish':
      return { change: 'publish', isPublished: action === 'publish' }
    case 'hide':
    case 'show':
      return { change: 'hide', isHidden: action === 'hide' }
    case 'set':
      return { change: 'describe', words: parseWords(values) }
    case 'join':
      return { change: 'join' }
    case 'split':
      return { change: 'split', begin: parseBegin(values) }
    default:
      throw new UsageError(
        'Say what to do with the print: set, hide, show, join, split, publish or unpublish.',
      )
  }
}

function parseWords(values: Values): GivenWords {
  const { note, 'note-file': file, cover } = values
  const given = [
    [values.name, values['no-name']],
    [note, file, values['no-note']],
    [cover, values['best-cover']],
  ]
  if (given.some((choices) => choices.filter((choice) => choice !== undefined).length > 1))
    throw new UsageError(
      'Give one of --name and --no-name, of --note, --note-file and --no-note, of --cover and --best-cover.',
    )
  if (given.flat().every((choice) => choice === undefined))
    throw new UsageError(
      'Give at least one of --name, --no-name, --note, --note-file, --no-note, --cover and --best-cover.',
    )
  const text = file === undefined ? note : readNote(file)
  return {
    ...(values.name !== undefined && { name: parseName(values.name) }),
    ...(values['no-name'] && { name: null }),
    ...(text !== undefined && { note: requireNote(text) }),
    ...(values['no-note'] && { note: null }),
    ...(cover !== undefined && { cover: parsePicture('cover', cover) }),
    ...(values['best-cover'] && { cover: null }),
  }
}

function readNote(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} can't be read. Give a file with Markdown.`, { cause: error })
  }
}

function requireNote(text: string): string {
  const note = parseNote(text)
  if (note !== null) return note
  throw new UsageError(`A note has 1 to ${maxNoteLength} characters. To delete it, use --no-note.`)
}

function parseBegin({ picture, at }: Values): { picture: number } | { at: Date } {
  if ((picture === undefined) === (at === undefined))
    throw new UsageError(
      'Say where the second print begins: either --picture PICTURE or --at TIME.',
    )
  return picture === undefined
    ? { at: parseTime('at', at) }
    : { picture: parsePicture('picture', picture) }
}

function parsePicture(option: string, text: string): number {
  const [number, ...more] = parseNumbers(text)
  if (number !== undefined && more.length === 0) return number
  throw new UsageError(`--${option} must be the number of one picture.`)
}

/** Executes a command about one print. @returns its output */
export async function runPrintCommand(
  editing: Context['printEditing'],
  by: Author,
  { id, print, ...command }: PrintCommand,
): Promise<string> {
  switch (command.change) {
    case 'publish':
      await editing.setPublished(by, id, print, command.isPublished)
      return `Print ${print} is ${command.isPublished ? 'in' : 'no longer in'} the feeds.`
    case 'hide':
      await editing.setHidden(by, id, print, command.isHidden)
      return command.isHidden
        ? `Print ${print} is hidden. Its pictures stay in the archive.`
        : `Print ${print} is public again.`
    case 'describe':
      await editing.describe(by, id, print, command.words)
      return `Print ${print} was changed.`
    case 'join': {
      const joined = await editing.join(by, id, print)
      return `Print ${print} and the one before it are print ${joined} now.`
    }
    case 'split': {
      const second = await editing.split(by, id, print, command.begin)
      return `Print ${second} is what follows print ${print} now.`
    }
  }
}
