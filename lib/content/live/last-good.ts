import { fromLists, toLists } from '../model/order.ts'
import type { AnyDocument, ContentData } from '../model/types.ts'
import type { RetiredPaths } from '../read/retired-paths.ts'

/** Each file's last state without an error. */
export interface LastGoodState {
  documents: Map<string, AnyDocument>
  retired: RetiredPaths
}

/**
 * Remembers each file's last state without an error, and shows it instead of what an error has left out or incomplete. A file that is
 * deleted or withheld is not shown any more, nor is one whose permalink another file has taken.
 */
export function createLastGood(initial: LastGoodState | null = null) {
  let good = initial?.documents ?? new Map<string, AnyDocument>()
  let retired: RetiredPaths = initial?.retired ?? { redirects: new Map(), withdrawn: new Set() }

  function restoreDocuments(next: ContentData) {
    const documents = fromLists(next)
    const files = new Map(documents.map((document) => [document.file, document]))
    const broken = new Set(next.errors.map(({ file }) => file))
    for (const { file } of next.withheld) if (!files.has(file)) good.delete(file)
    const kept = [...good.values()].filter(({ file }) => broken.has(file))
    // Without a broken post, others of its day might get another ordinal, and thus another permalink.
    const days = new Set(kept.map(dayOf))
    const siblings = [...good.values()].filter((document) => {
      const now = files.get(document.file)
      const isMoved = now !== undefined && now.path !== document.path && !now.isUnlisted
      return document.kind === 'post' && isMoved && days.has(dayOf(document))
    })
    const restored = new Map([...kept, ...siblings].map((document) => [document.file, document]))
    const current = documents.filter(({ file }) => !restored.has(file))
    const taken = new Set(current.map(({ path }) => path))
    const shown = [...current, ...[...restored.values()].filter(({ path }) => !taken.has(path))]
    good = new Map(
      shown
        .filter(({ file }) => !broken.has(file) || good.has(file))
        .map((document) => [document.file, document]),
    )
    return shown
  }

  return {
    restore(next: ContentData): ContentData {
      const shown = restoreDocuments(next)
      const isBroken = (name: string) => next.errors.some(({ file }) => file === name)
      retired = {
        redirects: isBroken('redirects.yaml') ? retired.redirects : next.redirects,
        withdrawn: isBroken('withdrawn.yaml') ? retired.withdrawn : next.withdrawn,
      }
      return { ...next, ...retired, ...toLists(shown) }
    },
    getState: (): LastGoodState => ({ documents: good, retired }),
  }
}

function dayOf(document: AnyDocument): string | null {
  return document.kind === 'post' ? document.date : null
}
