import { join } from 'node:path'
import { noteTag } from '#lib/core/noted-tags.ts'
import { documentTag } from '#lib/core/page-options.ts'
import { readBody, readText } from './cache/document-cache.ts'
import { getStem } from './cache/prune-cache.ts'
import { fromLists } from './model/order.ts'
import type { Content, ContentData } from './model/types.ts'
import { sitePlaceholder } from './render/render-context.ts'

/** Adds the bodies of the documents, which are read from the cache when a page or a feed needs them. */
export function withBodies(data: ContentData): Content {
  const { cacheDir, siteUrl } = data
  const documents = fromLists(data)
  const used = {
    keys: new Set(documents.map(({ cacheKey }) => cacheKey)),
    stems: new Set(documents.flatMap(({ assetStems }) => assetStems)),
  }
  return {
    ...data,
    used,
    assetDirectory: join(cacheDir, 'assets'),
    hasAsset: (name) => used.stems.has(getStem(name)),
    async readBody({ cacheKey, file }) {
      noteTag(documentTag(file))
      const body = await readBody(cacheDir, cacheKey)
      return { ...body, feedHtml: body.feedHtml.replaceAll(sitePlaceholder, siteUrl) }
    },
    readText({ cacheKey, file }) {
      noteTag(documentTag(file))
      return readText(cacheDir, cacheKey)
    },
  }
}
