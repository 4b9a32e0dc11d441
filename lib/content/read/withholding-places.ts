/** Folders whose files no generator publishes; of those that begin with `_` only `_posts` is for posts. A number may sort them. */
const withheldFolder =
  /^(?:_(?!posts$).*|(?:\d+[-_. ]+)?(?:drafts?|unpublished|private|trash|hidden|wip|secret|internal|deleted|archetypes|templates?))$/i
/** `my drafts`, `drafts-2026`, and what programs make for themselves. */
const withheldFolderAlso =
  /^(?:(?:[\p{L}\p{N}]+[-_. ])*(?:drafts|unpublished|not[-_. ]?published|entw.{1,2}rfe|brouillons|borradores|rascunhos|bozze)(?:[-_. ][\p{L}\p{N}]+)*|in[-_. ]?progress|node_modules|@eadir)$/iu
const unlistedFolder = /^(?:\d+[-_. ]+)?unlisted$/i

/** `a.draft.md`, Medium's `draft_a.md`, and what editors and synchronisation leave next to a file. */
const withheldName =
  /^_|^draft_|^drafts?\.md$|[. ](?:draft|private|hidden|unpublished|wip|bak|backup|orig|old|tmp|temp|rej|swp)\.md$|[.-]sync-conflict-|conflicted copy/i
const unlistedName = /\.unlisted\.md$/i

/**
 * Why a file's place withholds it, whatever it contains; null if it doesn't.
 * @param file relative to the content folder: `blog/_drafts/a.md`
 */
export function findWithholdingPlace(file: string): { reason: string; isUnlisted: boolean } | null {
  const [, ...parts] = file.split('/')
  const name = parts.pop() ?? ''
  const folder = parts.find((part) => withheldFolder.test(part) || withheldFolderAlso.test(part))
  if (folder !== undefined || withheldName.test(name))
    return {
      reason: `${folder ?? name} is a name of drafts and parts of pages`,
      isUnlisted: false,
    }
  const unlisted = [...parts, name].find(
    (part) => unlistedFolder.test(part) || unlistedName.test(part),
  )
  return unlisted === undefined ? null : { reason: `${unlisted} says so`, isUnlisted: true }
}
