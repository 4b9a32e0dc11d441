/** The same key and words as the documents' script has; see client/theme.ts. */
const script = `try{const t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}`

/** Puts the theme that a reader has chosen on a page before it is painted, where the documents' script isn't. */
export function EarlyTheme() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: our own text, allowed to run by its hash
  return <script dangerouslySetInnerHTML={{ __html: script }} />
}
