declare global {
  interface Window {
    /** The secret of a link, until the page's own script takes it. */
    linkToken?: string | undefined
  }
}

/** Runs before anything else on the page: the secret leaves the address bar and the history at once. */
const takeFromAddress = `(() => {
  const token = location.hash.slice(1)
  if (!/^[\\w-]{43}$/.test(token)) return
  window.linkToken = token
  history.replaceState(null, '', location.pathname)
})()`

export function LinkTokenScript() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, which the policy allows by its hash
  return <script dangerouslySetInnerHTML={{ __html: takeFromAddress }} />
}

/** The secret of the link that opened the page, or that was pasted into its address bar since; once. */
export function takeLinkToken(): string | null {
  const fromAddress = location.hash.slice(1)
  const token = /^[\w-]{43}$/.test(fromAddress) ? fromAddress : window.linkToken
  if (token === fromAddress) history.replaceState(null, '', location.pathname)
  window.linkToken = undefined
  return token ?? null
}
