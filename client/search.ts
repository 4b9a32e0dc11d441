/** Long enough to type a word in one go, short enough to seem immediate. */
const pauseMs = 150

/**
 * On pages with a search field, `/` focuses it. On the search page, results appear while typing: the script fetches the page that the
 * form would load and takes its results.
 */
export function searchWhileTyping(): void {
  const field = document.querySelector<HTMLInputElement>('#q')
  if (field === null) return
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey } = event
    if (key !== '/' || ctrlKey || metaKey || altKey || event.target === field) return
    event.preventDefault()
    field.select()
  })

  const results = document.querySelector('#search-results')
  const status = document.querySelector('#search-status')
  if (results === null) return
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending: AbortController | undefined

  async function search(query: string): Promise<void> {
    pending?.abort()
    pending = new AbortController()
    const url = query === '' ? '/search' : `/search?q=${encodeURIComponent(query)}`
    try {
      const response = await fetch(url, { signal: pending.signal })
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      results?.replaceChildren(...(page.querySelector('#search-results')?.childNodes ?? []))
      // Screen readers announce a change of this element's text.
      if (status !== null)
        status.textContent = page.querySelector('#search-status')?.textContent ?? ''
      history.replaceState(null, '', url)
    } catch {
      // Aborted by the next letter, or offline. The form can still be submitted.
    }
  }

  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => search(field.value.trim()), pauseMs)
  })
}
