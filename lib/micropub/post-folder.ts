import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
} from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { absentAsNull, isReadOnly, replaceFile } from '#lib/core/replace-file.ts'

/* Writes posts into the owner's content folder. Other replicas and the owner's editor write there too. */

/** A picture to be put next to a post. */
export interface PictureFile {
  path: string
  /** Whether it is to be moved, not copied. */
  isTemporary: boolean
}

const maxOrdinal = 9999

/**
 * Creates a post in a folder of its own, `blog/2026/11/29/0/`. Making the folder claims the number of the day: of any number of
 * processes one gets it, and no file is ever overwritten.
 * @param firstOrdinal lowest number that no post had
 * @param render the text, once the number and the pictures' names are known
 * @returns the file below `contentDir`, and its number
 * @throws DomainError `content-read-only`
 */
export async function createPost(
  contentDir: string,
  post: { day: string; name: string; firstOrdinal: number; pictures: readonly PictureFile[] },
  render: (ordinal: number, pictureNames: readonly string[]) => string,
): Promise<{ file: string; ordinal: number }> {
  const day = join('blog', ...post.day.split('-'))
  return await withReadOnlyError(contentDir, async () => {
    await mkdir(join(contentDir, day), { recursive: true })
    const ordinal = await claimOrdinal(join(contentDir, day), post.firstOrdinal)
    const folder = join(day, String(ordinal))
    const file = join(folder, `${post.name || 'index'}.md`)
    try {
      const names: string[] = []
      for (const [index, { path, isTemporary }] of post.pictures.entries()) {
        const name = `photo${post.pictures.length > 1 ? `-${index + 1}` : ''}${extname(path)}`
        await place(path, join(contentDir, folder, name), isTemporary)
        names.push(name)
      }
      await writeNew(join(contentDir, file), render(ordinal, names))
    } catch (error) {
      await rm(join(contentDir, folder), { recursive: true, force: true })
      throw error
    }
    return { file: file.replaceAll('\\', '/'), ordinal }
  })
}

async function claimOrdinal(dayDir: string, first: number): Promise<number> {
  const names = await readdir(dayDir)
  const taken = new Set(names.map((name) => Number(/^\d{1,4}(?=$|\.md$)/.exec(name)?.[0] ?? -1)))
  for (let ordinal = first; ordinal <= maxOrdinal; ordinal += 1) {
    if (taken.has(ordinal)) continue
    const isMine = await mkdir(join(dayDir, String(ordinal))).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false
        throw error
      },
    )
    if (isMine) return ordinal
  }
  throw new DomainError('invalid-fields', 'This day has ten thousand posts. Choose another one.')
}

/** Whole or not at all under its name, and on disk. */
async function writeNew(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.new`)
  const file = await open(temporary, 'wx', 0o644)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

/** A second name for the same bytes where the disk has that. */
async function place(from: string, to: string, isTemporary: boolean): Promise<void> {
  const isLinked = await link(from, to).then(
    () => true,
    () => false,
  )
  if (!isLinked) await copyFile(from, to)
  if (isTemporary) await rm(from, { force: true })
}

export interface PostText {
  file: string
  text: string
}

/** `null` where there is no such file. */
export async function readPost(contentDir: string, file: string): Promise<PostText | null> {
  const text = await readFile(join(contentDir, file), 'utf8').catch(absentAsNull)
  return text === null ? null : { file, text }
}

/** @throws DomainError `content-read-only`; `settings-changed` where somebody else has changed it meanwhile */
export async function replacePost(
  contentDir: string,
  before: PostText,
  text: string,
): Promise<void> {
  const path = join(contentDir, before.file)
  const isCurrent = async () => (await readFile(path, 'utf8')) === before.text
  await requireWritten(contentDir, before.file, await replaceFile(path, text, isCurrent))
}

function requireWritten(
  contentDir: string,
  file: string,
  result: 'written' | 'changed' | 'read-only',
) {
  if (result === 'read-only') throw readOnly(contentDir)
  if (result === 'changed')
    throw new DomainError(
      'settings-changed',
      `${file} was changed at the same moment. Nothing was saved. Send the change again.`,
    )
}

const withdrawnFile = 'withdrawn.yaml'
/** Where the files of deleted posts are, as they were. Nothing in it is read as content. */
const deletedFolder = '_deleted'

/**
 * Takes a post away: its address responds with 410, and its file moves to where nothing is published. Its pictures stay where they are, and
 * no page needs them any more.
 * @throws DomainError `content-read-only`
 */
export async function deletePost(contentDir: string, file: string, path: string): Promise<void> {
  await requireFree(contentDir, join(deletedFolder, file))
  // Listed first: a post that is gone without a line could not be brought back by its address.
  await editWithdrawn(contentDir, (lines) =>
    lines.some((line) => isLineOf(line, path))
      ? lines
      : [...lines, `- ${path} # ${deletedFolder}/${file}`],
  )
  await moveFile(contentDir, file, join(deletedFolder, file))
}

/**
 * Brings a deleted post back, byte by byte.
 * @returns its file
 * @throws DomainError `not-found` where it wasn't deleted this way, `content-read-only`
 */
export async function undeletePost(contentDir: string, path: string): Promise<string> {
  const text = (await readFile(join(contentDir, withdrawnFile), 'utf8').catch(absentAsNull)) ?? ''
  const line = text.split('\n').find((one) => isLineOf(one, path))
  const file = /#\s*_deleted\/(blog\/[^\n]+\.md)\s*$/.exec(line ?? '')?.[1]
  if (file === undefined || file.split('/').includes('..'))
    throw new DomainError(
      'not-found',
      `${path} wasn’t deleted by an app, so no app can bring it back.`,
    )
  await moveFile(contentDir, join(deletedFolder, file), file)
  await editWithdrawn(contentDir, (lines) => lines.filter((one) => !isLineOf(one, path)))
  await removeEmpty(contentDir, dirname(join(deletedFolder, file)))
  return file
}

function isLineOf(line: string, path: string): boolean {
  const [, quoted] = /^\s*-\s+["']?([^\s"'#]+)["']?\s*(?:#|$)/.exec(line) ?? []
  return quoted?.replace(/(?<=.)\/$/, '') === path
}

async function editWithdrawn(
  contentDir: string,
  edit: (lines: readonly string[]) => readonly string[],
): Promise<void> {
  const path = join(contentDir, withdrawnFile)
  const read = async () => (await readFile(path, 'utf8').catch(absentAsNull)) ?? ''
  const before = await read()
  // A list in brackets, or something else that lines can’t be added to.
  const lines = before.replace(/\n$/, '').split('\n')
  if (lines.some((line) => !/^\s*(?:#|-\s|-{3}|$)/.test(line)))
    throw new DomainError(
      'invalid-fields',
      `${withdrawnFile} has to be a list with a line for each path, such as “- /a/path”. Correct it in your editor.`,
    )
  const edited = edit(before === '' ? [] : lines)
  const after = edited.length === 0 ? '' : `${edited.join('\n')}\n`
  if (after === before) return
  const result = await replaceFile(path, after, async () => (await read()) === before)
  requireWritten(contentDir, withdrawnFile, result)
}

async function moveFile(contentDir: string, from: string, to: string): Promise<void> {
  await withReadOnlyError(contentDir, async () => {
    await mkdir(dirname(join(contentDir, to)), { recursive: true })
    await requireFree(contentDir, to)
    await rename(join(contentDir, from), join(contentDir, to))
  })
}

async function requireFree(contentDir: string, file: string): Promise<void> {
  if ((await stat(join(contentDir, file)).catch(absentAsNull)) === null) return
  throw new DomainError(
    'settings-changed',
    `${file} is there already. Move one of the two in your editor.`,
  )
}

/** The folders up to the content folder, as far as nothing is in them. */
async function removeEmpty(contentDir: string, folder: string): Promise<void> {
  for (let each = folder; each !== '.'; each = dirname(each)) {
    const isRemoved = await rmdir(join(contentDir, each)).then(
      () => true,
      () => false,
    )
    if (!isRemoved) return
  }
}

async function withReadOnlyError<T>(contentDir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isReadOnly(error) ? readOnly(contentDir, error) : error
  }
}

function readOnly(contentDir: string, cause?: unknown): DomainError {
  return new DomainError(
    'content-read-only',
    `The site can’t write into its content folder (${contentDir}), so nothing was changed. Let it write there, or publish the way you do otherwise.`,
    { cause },
  )
}
