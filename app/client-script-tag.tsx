import { getClientScript, getLivePageScript } from '#lib/app-context/client-script.ts'

/**
 * The client script, for static pages and for interactive pages with no tight size budget. Deferred, but it blocks rendering:
 * otherwise nine of ten pages flashed in the wrong theme on a slow device.
 */
export function ClientScriptTag() {
  const script = getClientScript()
  return script === null ? null : <script blocking="render" defer src={script.path} />
}

/** Live pages need only the theme of the client script, before the first paint. */
export function LivePageScript() {
  const script = getLivePageScript()
  if (script === null) return null
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a file of this site, allowed by its hash in the CSP
  return <script dangerouslySetInnerHTML={{ __html: script }} />
}
