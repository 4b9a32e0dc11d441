const themes = ['auto', 'light', 'dark'] as const
const storageKey = 'theme'

/**
 * Applies the visitor's theme at once, and shows the button that changes it when the document is parsed. The choice is stored on the
 * device only. React leaves alone what this changes: `suppressHydrationWarning` on both elements.
 */
export function addThemeSwitch(): void {
  const root = document.documentElement
  let theme = readTheme()

  function apply(button?: HTMLElement | null): void {
    if (theme === 'auto') delete root.dataset.theme
    else root.dataset.theme = theme
    if (button) button.textContent = `Theme: ${theme}`
  }

  function showButton(): void {
    const button = document.querySelector<HTMLButtonElement>('.theme-switch')
    if (button === null) return
    button.hidden = false
    button.onclick = () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto'
      try {
        localStorage.setItem(storageKey, theme)
      } catch {
        // Without storage the choice applies to this page only.
      }
      apply(button)
    }
    apply(button)
  }

  apply()
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', showButton)
  else showButton()
}

function readTheme(): (typeof themes)[number] {
  try {
    const stored = localStorage.getItem(storageKey)
    return themes.find((theme) => theme === stored) ?? 'auto'
  } catch {
    return 'auto'
  }
}
