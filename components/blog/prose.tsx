import type { Document, DocumentBody } from '#lib/content/model/types.ts'

/**
 * A document's text. It was rendered from the owner's own Markdown, without scripts, handlers or inline styles.
 * The popovers stand outside what microformats call content, where they would be read twice.
 */
export function Prose({ document }: { document: Document & DocumentBody }) {
  const { html, popoversHtml, stylesheetUrl } = document
  return (
    <>
      {stylesheetUrl !== null && (
        <link href={stylesheetUrl} precedence="document" rel="stylesheet" />
      )}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: what lib/content has made of the owner's files */}
      <div className="e-content prose" dangerouslySetInnerHTML={{ __html: html }} />
      {popoversHtml !== '' && (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: as above
        <div className="popovers" dangerouslySetInnerHTML={{ __html: popoversHtml }} />
      )}
    </>
  )
}
