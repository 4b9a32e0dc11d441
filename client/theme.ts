const themes = ['auto', 'light', 'dark'] as const
const storageKey = 'theme'

/** Applies the visitor's theme and shows the button that changes it. The choice is stored on the device only. */
export function addThemeToggle(): void {
  const root = document.documentElement
  // Pages with Next's runtime must not change before hydration.
  const isStatic = !('__next_f' in window)
  const button = isStatic ? document.querySelector<HTMLButtonElement>('.theme-switch') : null
  let theme = readTheme()

  function apply(): void {
    if (theme === 'auto') delete root.dataset.theme
    else root.dataset.theme = theme
    if (button !== null) button.textContent = `Theme: ${theme}`
  }

  apply()
  if (button === null) return
  button.hidden = false
  button.onclick = () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto'
    try {
      localStorage.setItem(storageKey, theme)
    } catch {
      // Without storage the choice applies to this page only.
    }
    apply()
  }
}

function readTheme(): (typeof themes)[number] {
  try {
    const stored = localStorage.getItem(storageKey)
    return themes.find((theme) => theme === stored) ?? 'auto'
  } catch {
    return 'auto'
  }
}
