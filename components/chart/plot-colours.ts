export interface PlotColours {
  ink: string
  quiet: string
  line: string
  pencil: string
  font: string
}

/**
 * The colours of the present theme. A custom property tells `light-dark(...)` and not what comes of it, so the plot's element
 * wears each colour as a property of its own (`large-chart.css`), and what is computed of those is read.
 */
export function readColours(host: Element): PlotColours {
  const { color, caretColor, stroke, fill, fontFamily } = getComputedStyle(host)
  return { ink: color, quiet: caretColor, line: stroke, pencil: fill, font: fontFamily }
}

/** Light or dark may change while the page is open: by the device, or by the site's own switch. @returns what ends it */
export function watchTheme(onChange: () => void): () => void {
  const isDark = matchMedia('(prefers-color-scheme: dark)')
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  isDark.addEventListener('change', onChange)
  return () => {
    observer.disconnect()
    isDark.removeEventListener('change', onChange)
  }
}
