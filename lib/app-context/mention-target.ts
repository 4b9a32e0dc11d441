import { findDocument } from '#lib/content/model/get-documents.ts'
import { resolveRoute } from '#lib/content/model/resolve-route.ts'
import type { Content } from '#lib/content/model/types.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { PrintQueries } from '#lib/printers/prints/print-queries.ts'
import type { PrinterQueries } from '#lib/printers/queries.ts'
import { homePath } from '#lib/web-mentions/mention-status.ts'
import { getContent } from './content-context.ts'

interface Queries {
  getPrinter: PrinterQueries['getPrinter']
  getPrint: PrintQueries['getPrint']
}

const printerPath = /^\/printers\/([1-9]\d{0,8})(?:\/prints\/([1-9]\d{0,8}))?$/

/**
 * The path of the page that others can mention: a post, a project, a printer, a print, or the home page, which shows none. `null`: this path has none.
 * @throws DomainError `busy` until the content was read
 */
export async function findMentionTarget(
  path: string,
  queries: Queries,
  readContent: () => Promise<Content> = getContent,
): Promise<string | null> {
  if (path === homePath) return path
  const normal = path.replace(/\/$/, '')
  const [, printer, print] = printerPath.exec(normal) ?? []
  if (printer !== undefined) return await findPrinted(Number(printer), print, queries)
  const content = await readContent()
  if (!content.isRead)
    throw new DomainError('busy', 'The site is starting. Send it again in a minute.', {
      retryAfterSeconds: 60,
    })
  if (isMentionable(content, normal)) return normal
  const route = resolveRoute(content, normal)
  return route !== null && 'to' in route && isMentionable(content, route.to) ? route.to : null
}

function isMentionable(content: Content, path: string): boolean {
  const kind = findDocument(content, path)?.kind
  return kind === 'post' || kind === 'project'
}

async function findPrinted(
  printer: number,
  print: string | undefined,
  { getPrinter, getPrint }: Queries,
): Promise<string | null> {
  const path = `/printers/${printer}`
  try {
    if (print === undefined) return (await getPrinter(printer)) === null ? null : path
    // A print that was joined with an earlier one leads there.
    const { number } = await getPrint(printer, Number(print), { isPictured: false })
    return `${path}/prints/${number}`
  } catch (error) {
    const isMissing =
      error instanceof DomainError && ['not-found', 'printer-not-found'].includes(error.code)
    if (isMissing) return null
    throw error
  }
}
