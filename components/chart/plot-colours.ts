export interface PlotColours {
  ink: string
  quiet: string
  line: string
  accent: string
  font: string
  /** Of the first heater's line: empty unless the system forces one colour on all lines. */
  dash: number[]
}

/**
 * The current theme's colours, and a dash. A custom property returns `light-dark(...)` unresolved, so `chart.css` sets each colour as a
 * standard property of the plot's element, whose computed value is resolved.
 */
export function readColours(host: Element): PlotColours {
  const { color, caretColor, stroke, fill, fontFamily, strokeDasharray } = getComputedStyle(host)
  const dash = (strokeDasharray.match(/[\d.]+/g) ?? []).map(Number)
  return { ink: color, quiet: caretColor, line: stroke, accent: fill, font: fontFamily, dash }
}

/** Watches for theme changes by the device or by the site's switch. @returns a function that stops watching */
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
