import type { PageOptions } from '#lib/core/page-options.ts'

/**
 * Declares what the page's response is. React moves the element into the head, where the HTTP server reads it; Next lets no page set
 * a header.
 */
export function PageOptionsMeta({ options }: { options: PageOptions }) {
  return <meta content={JSON.stringify(options)} name="page-options" />
}
