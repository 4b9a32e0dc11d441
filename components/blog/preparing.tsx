import { PageShell } from '#components/layout/page-shell.tsx'

export const preparingTitle = 'The site is starting'

/** Instead of a document, until the content folder has been read for the first time. */
export function Preparing() {
  return (
    <PageShell options={{ isStatic: true, status: 503 }} place={null}>
      <h1 className="headline">{preparingTitle}</h1>
      <p className="lead my-6">Its pages aren’t ready yet. Try again in a minute.</p>
      <p>
        <a className="text-link" href="/">
          Go to the home page
        </a>
      </p>
    </PageShell>
  )
}
