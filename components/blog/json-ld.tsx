/** A data block: it doesn't run, so the Content-Security-Policy doesn't apply. */
export function JsonLd({ data }: { data: Record<string, unknown> }) {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...data })
  // "</script>" would end the element.
  const html = json.replaceAll('<', '\\u003c')
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON in a data block
  return <script dangerouslySetInnerHTML={{ __html: html }} type="application/ld+json" />
}
