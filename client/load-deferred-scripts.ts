/**
 * Loads scripts once the page's picture is painted, at the visitor's first input, and after two seconds in any case. The page
 * contains this function's source, so it must not refer to anything outside itself.
 *
 * Element Timing says when the picture is painted (Largest Contentful Paint ignores mostly dark pictures). Waiting for two frames
 * does not: on a fast connection the scripts' requests overtook the paint. It is the fallback for browsers without Element Timing.
 */
export function loadDeferredScripts(scripts: [src: string, id?: string][]): void {
  const picture = document.querySelector<HTMLImageElement>('.full-frame-picture')
  const load = () => {
    for (const [src, id] of scripts.splice(0)) {
      const script = document.createElement('script')
      script.src = src
      if (id) script.id = id
      document.head.append(script)
    }
  }
  const loadSoon = () => requestAnimationFrame(() => requestAnimationFrame(load))
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, load, { once: true })
  setTimeout(load, 2000)
  if (!picture) return void loadSoon()
  picture.addEventListener('error', load)
  if (PerformanceObserver.supportedEntryTypes.includes('element'))
    new PerformanceObserver(load).observe({ type: 'element', buffered: true })
  else if (picture.complete) loadSoon()
  else picture.addEventListener('load', loadSoon)
}
