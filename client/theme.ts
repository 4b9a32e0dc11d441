const themes = ['auto', 'light', 'dark'] as const
const key = 'theme'

/** Light or dark against what the device says; kept on the device and told to nobody. */
export function addThemeToggle(): void {
  const root = document.documentElement
  // Where the framework has yet to take the page over, nothing of what it wrote may change before.
  const isDocument = !('__next_f' in window)
  const button = isDocument ? document.querySelector<HTMLButtonElement>('.theme-switch') : null
  let theme = read()

  function show(): void {
    if (theme === 'auto') delete root.dataset.theme
    else root.dataset.theme = theme
    if (button !== null) button.textContent = `Theme: ${theme}`
  }

  show()
  if (button === null) return
  button.hidden = false
  button.onclick = () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto'
    try {
      localStorage.setItem(key, theme)
    } catch {
      // Storage is refused: it holds for this page.
    }
    show()
  }
}

function read(): (typeof themes)[number] {
  try {
    const kept = localStorage.getItem(key)
    return themes.find((theme) => theme === kept) ?? 'auto'
  } catch {
    return 'auto'
  }
}
