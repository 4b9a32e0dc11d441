/** Long enough that a word is typed in one go, short enough that nobody waits. */
const pauseMs = 150

/** `/` leads to the search from anywhere; on its page answers come while typing, out of the page that a plain form would bring. */
export function helpSearching(): void {
  const field = document.querySelector<HTMLInputElement>('#q')
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event
    if (key !== '/' || ctrlKey || metaKey || altKey || isWriting(target)) return
    event.preventDefault()
    if (field === null) location.assign('/search#q')
    else field.select()
  })

  const list = document.querySelector('#found')
  if (field === null || list === null) return
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

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select')
}
