// Opens the content folder in a process of its own, and sends what it holds to the site in parts.
import { setPriority } from 'node:os'
import { sendToParent } from '#lib/core/send-to-parent.ts'
import { toIssues } from '../content-errors.ts'
import { loadContent } from '../open-content.ts'
import type { ContentPart, ContentRequest } from './load-in-process.ts'

/** Few enough that receiving a part doesn't delay requests. */
const documentsPerPart = 25

process.once('disconnect', () => process.exit())
process.once('message', async ({ tooSlow, isUrgent, ...options }: ContentRequest) => {
  if (!isUrgent) setPriority(5)
  setInterval(() => void send({ kind: 'alive' }), 1_000).unref()
  let turn: Promise<void> = Promise.resolve()
  /** One after the other, so that the site knows which one it waits for. */
  const begin = async (key: string) => {
    const before = turn
    const { promise, resolve } = Promise.withResolvers<void>()
    turn = promise
    await before
    await send({ kind: 'rendering', key })
    return resolve
  }
  const data = await loadContent(options, { tooSlow, begin }).catch(async (error: unknown) => {
    await send({ kind: 'failed', issues: toIssues(error, options.contentDir) })
    process.exit(1)
  })
  const { posts, projects, pages, ...rest } = data
  await send({ kind: 'rest', ...rest })
  for (const [kind, documents] of Object.entries({ posts, projects, pages }))
    for (let index = 0; index < documents.length; index += documentsPerPart)
      await send({
        kind,
        documents: documents.slice(index, index + documentsPerPart),
      } as ContentPart) // of one list
  process.disconnect()
})

const send = (part: ContentPart) => sendToParent(part)
