import type { Document, DocumentBody } from '#lib/content/model/types.ts'

/**
 * A document's HTML, rendered from the owner's Markdown without scripts, handlers or inline styles.
 * The popovers are outside `e-content`, which would otherwise contain them twice.
 */
export function Prose({ document }: { document: Document & DocumentBody }) {
  const { html, popoversHtml, stylesheetUrl } = document
  return (
    <>
      {stylesheetUrl !== null && (
        <link href={stylesheetUrl} precedence="document" rel="stylesheet" />
      )}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by lib/content from the owner's files */}
      <div className="e-content prose" dangerouslySetInnerHTML={{ __html: html }} />
      {popoversHtml !== '' && (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: as above
        <div className="popovers" dangerouslySetInnerHTML={{ __html: popoversHtml }} />
      )}
    </>
  )
}
