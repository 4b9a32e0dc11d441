/**
 * Runs in the visitor's browser, not here: the page carries its source. So nothing from outside it may be named in it.
 *
 * Two frames don't tell that the picture is on the screen: on a fast line the scripts' requests overtook its paint. The browser's
 * own word for it does (Element Timing; Largest Contentful Paint passes over pictures that are mostly dark), and where it has none,
 * two frames are the best there is. Who touches the page wants it to answer.
 */
export function loadDeferredScripts(todo: [src: string, id?: string][]): void {
  const picture = document.querySelector<HTMLImageElement>('.full-frame-picture')
  const bring = () => {
    for (const [src, id] of todo.splice(0)) {
      const script = document.createElement('script')
      script.src = src
      if (id) script.id = id
      document.head.append(script)
    }
  }
  const bringSoon = () => requestAnimationFrame(() => requestAnimationFrame(bring))
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, bring, { once: true })
  setTimeout(bring, 2000)
  if (!picture) return void bringSoon()
  picture.addEventListener('error', bring)
  if (PerformanceObserver.supportedEntryTypes.includes('element'))
    new PerformanceObserver(bring).observe({ type: 'element', buffered: true })
  else if (picture.complete) bringSoon()
  else picture.addEventListener('load', bringSoon)
}
