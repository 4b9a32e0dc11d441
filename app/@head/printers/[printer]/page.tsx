import { getReloadSeconds } from '#lib/api/next-poll.ts'
import { ClientScriptTag } from '../../../client-script-tag.tsx'
import { getPrinter } from '../../../printers/[printer]/get-printer.ts'

/**
 * Live pages need only the theme of the client script. Without JavaScript the browser reloads the page about as often as there can be
 * something new. A 503 page always reloads, so that an iframe or a projector recovers by itself.
 */
export default async function Head({ params }: { params: Promise<{ printer: string }> }) {
  const printer = await getPrinter((await params).printer)
  if (printer === null) return <ClientScriptTag />
  if (printer === 'outage')
    return (
      <>
        <ClientScriptTag />
        <meta content="60" httpEquiv="refresh" />
      </>
    )
  return (
    <>
      <EarlyTheme />
      <noscript>
        <meta content={String(getReloadSeconds(printer.interval_seconds))} httpEquiv="refresh" />
      </noscript>
    </>
  )
}

/** Same storage key and values as client/theme.ts. */
const script = `try{const t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}`

/** Applies the visitor's stored theme before first paint, on pages without the client script. */
function EarlyTheme() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, allowed by its hash in the CSP
  return <script dangerouslySetInnerHTML={{ __html: script }} />
}
