/** Same storage key and values as client/theme.ts. */
const script = `try{const t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}`

/** Applies the visitor's stored theme before first paint, on pages without the client script. */
export function EarlyTheme() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, allowed by its hash in the CSP
  return <script dangerouslySetInnerHTML={{ __html: script }} />
}
