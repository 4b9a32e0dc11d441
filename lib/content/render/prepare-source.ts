import { convertForeignBlocks } from './foreign-blocks.ts'
import { findForeignRemarks, foreignRemark } from './foreign-remarks.ts'
import { addWarning, type RenderContext } from './render-context.ts'

/**
 * At the beginning of a line a remark may be of many paragraphs, within one it ends there. `50%% off` begins none.
 */
const remarks =
  /(^[ \t]*)%%[\s\S]*?(?:%%|$(?![\s\S]))|(?<![\p{L}\p{N}%])%%(?:(?!\n[ \t]*\n)[\s\S])*?%%/gmu

/** What `convertForeignBlocks` may replace. */
const foreignBlock = /^[ \t]*(?:!!!|\?\?\?|:::)|toc/im

/**
 * Prepares the source for the parser, outside of code: Obsidian's `%% remarks %%` and those of other programs go, other programs'
 * boxes become callouts, and a file's name with spaces is taken for an address, as other programs do. Lines stay the same.
 * @param findCode finds the offsets of code
 */
export function prepareSource(
  markdown: string,
  context: RenderContext,
  findCode: (markdown: string) => [start: number, end: number][],
): string {
  const open = removeForeignRemarks(markdown, context, findCode)
  const text = replaceOutsideOfCode(open, context, findCode)
  if (!foreignBlock.test(text)) return text
  const code = findCode(text)
  const lines = text.split('\n')
  const offsets = lines.map(() => 0)
  for (let at = 1; at < lines.length; at++)
    offsets[at] = (offsets[at - 1] ?? 0) + (lines[at - 1]?.length ?? 0) + 1
  const isCode = (index: number) => {
    const end = (offsets[index] ?? 0) + (lines[index]?.length ?? 0)
    return code.some(([from, to]) => end > from && (offsets[index] ?? 0) < to)
  }
  return convertForeignBlocks(lines, isCode).join('\n')
}

function removeForeignRemarks(
  markdown: string,
  context: RenderContext,
  findCode: (markdown: string) => [start: number, end: number][],
): string {
  if (!foreignRemark.test(markdown)) return markdown
  const code = findCode(markdown)
  const isCode = (offset: number) => code.some(([start, end]) => offset >= start && offset < end)
  let text = ''
  let at = 0
  for (const [start, end] of findForeignRemarks(markdown, context, isCode)) {
    if (end <= at) continue
    text +=
      markdown.slice(at, Math.max(at, start)) + keepLines(markdown.slice(Math.max(at, start), end))
    at = end
  }
  return text + markdown.slice(at)
}

/** Spaces in place of a remark could make a block of code. */
function keepLines(remark: string): string {
  return remark.replace(/[^\n]/g, '')
}

function replaceOutsideOfCode(
  markdown: string,
  context: RenderContext,
  findCode: (markdown: string) => [start: number, end: number][],
): string {
  const hasRemark = markdown.includes('%%')
  const hasSpaces = /\]\([^()<>\n]* /.test(markdown)
  if (!hasRemark && !hasSpaces) return markdown
  const code = findCode(markdown)
  const isCode = (offset: number) => code.some(([start, end]) => offset >= start && offset < end)
  const removeRemark = (remark: string, start: string | undefined, offset: number) => {
    if (isCode(offset)) return remark
    if (start !== undefined && !/^\s*%%[\s\S]*%%$/.test(remark)) {
      const line = markdown.slice(0, offset).split('\n').length
      addWarning(context, line, '%% begins a remark without an end; all after it is left out')
    }
    return keepLines(remark)
  }
  const enclose = (whole: string, open: string, name: string, offset: number) =>
    isCode(offset) || !/\S /.test(name) || !/\.\w{2,5}$/.test(name)
      ? whole
      : `${open}<${name.trim()}>)`
  return markdown.replace(remarks, removeRemark).replace(/(\]\()([^()<>\n"']+)\)/g, enclose)
}
