/** A button on every block of code. */
export function addCopyButtons(): void {
  if (navigator.clipboard === undefined) return // not on http, but for localhost
  for (const block of document.querySelectorAll<HTMLElement>('pre.code')) {
    const box = document.createElement('div')
    box.className = 'code-box'
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'label copy'
    button.textContent = 'Copy'
    button.onclick = () => {
      navigator.clipboard.writeText(block.textContent ?? '').then(
        () => say('Copied'),
        () => say('Not allowed'),
      )
    }
    const say = (word: string) => {
      button.textContent = word
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 2000)
    }
    block.replaceWith(box)
    box.append(block, button)
  }
}
