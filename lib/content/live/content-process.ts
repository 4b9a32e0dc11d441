// Opens the content folder in a process of its own, and sends the site what has changed since its last request.
import { setPriority } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import { sendToParent } from '#lib/core/send-to-parent.ts'
import { pruneCache } from '../cache/prune-cache.ts'
import { toIssues } from '../content-errors.ts'
import { fromLists } from '../model/order.ts'
import type { AnyDocument, ContentData } from '../model/types.ts'
import { createContentLoader } from '../open-content.ts'
import type { ContentPart, ContentRequest } from './content-messages.ts'
import { createLastGoodFile } from './last-good-file.ts'

/** Few enough that receiving a part doesn't delay requests. */
const documentsPerPart = 25

type LoadRequest = ContentRequest & { kind: 'load' }

interface Source {
  options: LoadRequest['options']
  load(): Promise<ContentData>
  /** Null where only the present state counts. */
  lastGood: ReturnType<typeof createLastGoodFile> | null
}

let source: Source | null = null
let sent = new Map<string, AnyDocument>()

let saving: Promise<void> = Promise.resolve()

// A terminal and systemd send them to the whole group. The site ends this process when it ends itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
const alive = setInterval(() => void send({ kind: 'alive' }), 1_000).unref()
process.once('disconnect', () => {
  clearInterval(alive)
  saving.finally(() => process.exit())
})
process.on('message', async (request: ContentRequest) => {
  if (request.kind === 'load') return answer(request)
  await pruneCache(request.cacheDir).catch((error: unknown) => console.error(error))
  process.disconnect()
})

async function answer(request: LoadRequest): Promise<void> {
  const { options, urgency } = request
  if (!urgency.isUrgent) setPriority(5)
  if (source === null || !isDeepStrictEqual(source.options, options)) source = open(request)
  const { load, lastGood } = source
  try {
    const loaded = await load()
    const data = lastGood === null ? loaded : await lastGood.restore(loaded)
    await sendData(data)
    // After the answer, for which the site waits.
    if (lastGood !== null) saving = lastGood.save()
  } catch (error) {
    await send({ kind: 'failed', issues: toIssues(error, options.contentDir) })
  }
}

function open({ options, tooSlow, urgency }: LoadRequest): Source {
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
  return {
    options,
    load: createContentLoader(options, { tooSlow, begin }),
    lastGood: urgency.keepsLastGood ? createLastGoodFile(options) : null,
  }
}

async function sendData(data: ContentData): Promise<void> {
  const { posts, projects, pages, unlisted, ...rest } = data
  const documents = fromLists(data)
  const changed = documents.filter((one) => !isDeepStrictEqual(sent.get(one.file), one))
  sent = new Map(documents.map((document) => [document.file, document]))
  for (let index = 0; index < changed.length; index += documentsPerPart)
    await send({ kind: 'changed', documents: changed.slice(index, index + documentsPerPart) })
  await send({ kind: 'loaded', files: documents.map(({ file }) => file), rest })
}

const send = (part: ContentPart) => sendToParent(part)
