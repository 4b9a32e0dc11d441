/** A figure opens large over the page; without this, its link leads to the picture itself. */
export function enableEnlarging(): void {
  let dialog: HTMLDialogElement | null = null

  function open(link: HTMLAnchorElement): void {
    const picture = link.firstElementChild?.cloneNode(true)
    if (!(picture instanceof HTMLElement)) return
    // Chosen for the column; large, it wants the whole window's variant.
    for (const one of [picture, ...picture.querySelectorAll<HTMLElement>('source, img')])
      if (one.hasAttribute('sizes')) one.setAttribute('sizes', '100vw')
    dialog ??= create()
    const caption = link.closest('figure')?.querySelector('figcaption')?.cloneNode(true)
    const close = document.createElement('button')
    close.className = 'label button'
    close.textContent = 'Close'
    close.onclick = () => dialog?.close()
    dialog.replaceChildren(picture, ...(caption === undefined ? [] : [caption]), close)
    dialog.showModal()
  }

  function create(): HTMLDialogElement {
    const created = document.createElement('dialog')
    created.className = 'enlarged'
    created.setAttribute('aria-label', 'Figure')
    created.onclick = ({ target }) => {
      if (target === created || target instanceof HTMLImageElement) created.close()
    }
    document.body.append(created)
    return created
  }

  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a.enlarge') // of a click, always an element
    if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return
    event.preventDefault()
    open(link)
  })
}
