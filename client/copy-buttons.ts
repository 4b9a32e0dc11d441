/** Adds a copy button to every code block. */
export function addCopyButtons(): void {
  if (navigator.clipboard === undefined) return // browsers provide it on https and localhost only
  for (const block of document.querySelectorAll<HTMLElement>('pre.code')) {
    const box = document.createElement('div')
    box.className = 'code-box'
    const button = document.createElement('button')
    button.className = 'label copy'
    const reset = () => {
      button.textContent = 'Copy'
    }
    const show = (result: string) => {
      button.textContent = result
      setTimeout(reset, 2000)
    }
    button.onclick = () => {
      navigator.clipboard.writeText(block.textContent ?? '').then(
        () => show('Copied'),
        () => show('Not allowed'),
      )
    }
    reset()
    block.replaceWith(box)
    box.append(block, button)
  }
}
