/** Opens figures enlarged in a dialog. Without it their links open the picture file. */
export function enableEnlarging(): void {
  let dialog: HTMLDialogElement | null = null

  function open(link: HTMLAnchorElement): void {
    const picture = link.firstElementChild?.cloneNode(true)
    if (!(picture instanceof HTMLElement)) return
    // `sizes` describes the text column; here the picture fills the window.
    for (const part of [picture, ...picture.querySelectorAll<HTMLElement>('source, img')])
      if (part.hasAttribute('sizes')) part.setAttribute('sizes', '100vw')
    dialog ??= create()
    const caption = link.closest('figure')?.querySelector('figcaption')?.cloneNode(true) ?? ''
    const close = document.createElement('button')
    close.className = 'label button'
    close.textContent = 'Close'
    close.onclick = () => dialog?.close()
    dialog.replaceChildren(picture, caption, close)
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
    const link = (event.target as Element).closest<HTMLAnchorElement>('a.enlarge') // a click's target is an element
    if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return
    event.preventDefault()
    open(link)
  })
}
