/* A site whose replicas share a database, what they send, and the clock. Tests only. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import { later } from '#lib/storage/db/testing/samples.ts'
import type { Delivered, Delivery } from './deliver-mention.ts'
import { createNoteChanges, type PageText, type PublicPage } from './note-changes.ts'
import { sendDue } from './send-due.ts'

export const siteUrl = 'https://our.example'
export const one = 'https://one.example/'
export const two = 'https://two.example/'
export const taken: Delivered = {
  endpoint: 'https://one.example/hook',
  answer: { status: 202, text: '', retryAfterMs: null },
  statusUrl: null,
  isFinal: false,
}
type Pages = Record<string, PageText & { version?: string }>

interface Replica {
  /** Where it shows others than the site's; `null`: the site's. */
  pages: Pages | null
  /** Its content can't be read. */
  isOut: boolean
  look(): Promise<void>
}

/** A site whose replicas share a database, and what they send. */
export async function createBench() {
  const dataDir = await mkdtemp(join(tmpdir(), 'sent-'))
  const opened: OpenStore[] = []
  const open = async () => {
    const store = await openStore({ database: { kind: 'sqlite', dataDir } })
    opened.push(store)
    return store.sentMentions
  }
  const store = await open()
  onTestFinished(async () => {
    await Promise.all(opened.map(({ close }) => close()))
    await rm(dataDir, { recursive: true })
  })
  const bench = {
    store,
    now: later(0),
    pages: {} as Pages,
    moved: new Set<string>(),
    answer: taken,
    /** "/post one.example", in order. */
    sent: [] as string[],
    endpoints: [] as (string | null)[],
    givenUp: [] as (string | null)[],
    errors: [] as unknown[],
    /** Pages that were read. */
    reads: 0,
    listPages: async (pages: Pages | null): Promise<PublicPage[] | null> =>
      pages &&
      Object.entries(pages).map(([source, { version, ...page }]) => ({
        source,
        version: version ?? JSON.stringify(page),
        read: async (): Promise<PageText> => {
          bench.reads++
          return page
        },
      })),
    async createReplica(): Promise<Replica> {
      const replica = { store: await open(), pages: null as Pages | null, isOut: false }
      const { store: own } = replica
      const note = createNoteChanges({
        store: own,
        listPages: async () =>
          bench.listPages(replica.isOut ? null : (replica.pages ?? bench.pages)),
        isMoved: async (source) => bench.moved.has(source),
        now: () => bench.now,
        onError: (error) => bench.errors.push(error),
      })
      const sending = {
        store: own,
        siteUrl,
        now: () => bench.now,
        onGivenUp: (_: unknown, reason: string | null) => bench.givenUp.push(reason),
        async deliver({ source, target, endpoint }: Delivery): Promise<Delivered> {
          bench.sent.push(`${source.slice(siteUrl.length)} ${new URL(target).hostname}`)
          bench.endpoints.push(endpoint)
          return bench.answer
        },
      }
      const look = async (): Promise<void> => {
        await note()
        await sendDue(sending, new AbortController().signal)
      }
      return Object.assign(replica, { look })
    },
    /** Every 30 s, as a site does. */
    async run(replicas: { look(): Promise<void> }[], seconds: number) {
      for (const end = bench.now.getTime() + seconds * 1000; bench.now.getTime() < end; ) {
        await Promise.all(replicas.map(({ look }) => look()))
        bench.now = later(30, bench.now)
      }
    },
    take: () => bench.sent.splice(0).sort(),
  }
  return bench
}

export const page = (words: string, ...links: string[]): PageText => ({ words, links })
