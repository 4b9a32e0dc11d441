/** Long enough that a word is typed in one go, short enough that nobody waits. */
const pauseMs = 150

/**
 * Where a search field is, `/` leads to it; elsewhere the key stays the browser's own. On the search's page answers come while
 * typing, out of the page that a plain form would bring.
 */
export function suggestWhileTyping(): void {
  const field = document.querySelector<HTMLInputElement>('#q')
  if (field === null) return
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey } = event
    if (key !== '/' || ctrlKey || metaKey || altKey || event.target === field) return
    event.preventDefault()
    field.select()
  })

  const list = document.querySelector('#found')
  const said = document.querySelector('#said')
  if (list === null) return
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | undefined

  async function ask(query: string): Promise<void> {
    asked?.abort()
    asked = new AbortController()
    const address = query === '' ? '/search' : `/search?q=${encodeURIComponent(query)}`
    try {
      const response = await fetch(address, { signal: asked.signal })
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      list?.replaceChildren(...(page.querySelector('#found')?.childNodes ?? []))
      // The same element with other words: that is what a screen reader tells.
      if (said !== null) said.textContent = page.querySelector('#said')?.textContent ?? ''
      history.replaceState(null, '', address)
    } catch {
      // Overtaken by the next letter, or offline: the form's own way is still there.
    }
  }

  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => ask(field.value.trim()), pauseMs)
  })
}
