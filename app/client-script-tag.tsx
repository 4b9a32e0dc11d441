import { getClientScript } from '#lib/app-context/client-script.ts'

/**
 * The documents' script, and the applications' that have no need to count every byte. Deferred, but nothing is painted before it:
 * on a slow device nine of ten pages flashed in the other theme for those who have chosen one.
 */
export function ClientScriptTag() {
  const script = getClientScript()
  return script === null ? null : <script blocking="render" defer src={script.path} />
}
