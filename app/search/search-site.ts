import { createNameMatcher } from '#lib/content/model/match-name.ts'
import { searchDocuments } from '#lib/content/model/search-documents.ts'
import type { Content } from '#lib/content/model/types.ts'
import type { FoundPrints } from '#lib/printers/prints/search-prints.ts'
import { withStoreOutage } from '../printers/store-outage.ts'

const maxPrints = 12
const noPrints: FoundPrints = { prints: [], printers: [], total: 0, isExact: true }
const noDocuments = { found: [], total: 0, isExact: true }

/** Documents, printers and prints. What is only similar counts if nothing matches. */
export async function searchSite(content: Content, query: string) {
  const [documents, prints] = await Promise.all([
    searchDocuments(content, query),
    query === ''
      ? noPrints
      : withStoreOutage(({ printQueries }) =>
          printQueries.searchPrints(createNameMatcher(query), maxPrints),
        ),
  ])
  if (prints === 'outage') return { documents, prints, isExact: documents.isExact }
  const isExact = documents.isExact || prints.isExact
  return {
    documents: isExact && !documents.isExact ? noDocuments : documents,
    prints: isExact && !prints.isExact ? noPrints : prints,
    isExact,
  }
}
