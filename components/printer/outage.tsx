/** In place of a printer while the site can't get at what it knows. */
export function Outage() {
  return (
    <>
      <h1 className="headline">The archive is locked</h1>
      <p className="lead my-6">
        The site can’t get at its pictures and readings just now. None of them is lost, and the
        printer works on. Come back in a minute or two.
      </p>
      <p>
        <a className="text-link" href="/printer">
          Look again
        </a>
      </p>
    </>
  )
}
