import { ErrorPage } from '#components/layout/error-page.tsx'

export const preparingTitle = 'The site is starting'

/** Instead of a document, until the content folder has been read for the first time. */
export function Preparing() {
  return (
    <ErrorPage
      canRetry
      detail="Its pages aren’t ready yet. Try again in a minute."
      options={{ isStatic: true, status: 503 }}
      status={503}
      title={preparingTitle}
    />
  )
}
