'use client'

/** What stands in place of a page that broke while it was made. Needs nothing else of the site: that may be what broke. */
export function Spoiled({ digest }: { digest: string | undefined }) {
  return (
    <main className="mx-auto max-w-sheet px-gutter py-16 md:py-28">
      <h1 className="headline">Light got in</h1>
      <p className="lead my-6">
        This page was spoiled while it was being made. That is the site’s fault, not yours, and
        mostly it passes.
      </p>
      <p className="flex flex-wrap items-center gap-4">
        <button className="button slug" onClick={() => location.reload()} type="button">
          Try again
        </button>
        <a className="footer-link" href="/">
          Back to the start
        </a>
      </p>
      {digest !== undefined && (
        <p className="slug mt-10 text-quiet">Written down in the log as {digest}</p>
      )}
    </main>
  )
}
