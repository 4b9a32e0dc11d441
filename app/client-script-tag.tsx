import { getClientScript } from '#lib/app-context/client-script.ts'

/**
 * The client script, for static pages and for interactive pages with no tight size budget. Deferred, but it blocks rendering:
 * otherwise nine of ten pages flashed in the wrong theme on a slow device.
 */
export function ClientScriptTag() {
  const script = getClientScript()
  return script === null ? null : <script blocking="render" defer src={script.path} />
}
