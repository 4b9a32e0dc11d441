import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { vi } from 'vitest'

export interface RunningHook<T> {
  /** What the hook returned last. */
  readonly current: T
  /** How often it has been rendered. */
  readonly renders: number
  /** Runs something that changes state, and what follows from it, timers included up to `advanceMs`. */
  act(change?: () => void, advanceMs?: number): Promise<void>
  unmount(): Promise<void>
}

/** A document with visibility, as far as hooks use it. */
export class FakeDocument extends EventTarget {
  hidden = false
  title = ''
  readonly nodeType = 9
  readonly activeElement = null
  readonly body = null
  defaultView = globalThis
  fullscreenEnabled = true
  fullscreenElement: object | null = null
  documentElement = {
    dataset: {},
    requestFullscreen: async () => this.changeFullScreen(this.documentElement),
  }

  async exitFullscreen(): Promise<void> {
    this.changeFullScreen(null)
  }

  private changeFullScreen(element: object | null): void {
    this.fullscreenElement = element
    this.dispatchEvent(new Event('fullscreenchange'))
  }

  show(isVisible: boolean): void {
    this.hidden = !isVisible
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

export interface FakePage {
  window: EventTarget
  document: FakeDocument
  /** Change `onLine` here. */
  navigator: { onLine: boolean; wakeLock?: { request(): Promise<unknown> } }
}

/** Stands in for a browser's globals, without a DOM: hooks under test render nothing. Timers are fake. */
export function fakePage({ isReducedMotion = false } = {}): FakePage {
  vi.useFakeTimers()
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  const document = new FakeDocument()
  const navigator = { onLine: true }
  const window = Object.assign(new EventTarget(), {
    innerWidth: 1200,
    devicePixelRatio: 1,
    event: undefined,
  })
  vi.stubGlobal('document', document)
  vi.stubGlobal('navigator', navigator)
  vi.stubGlobal('window', window)
  vi.stubGlobal('innerWidth', 1200)
  vi.stubGlobal('devicePixelRatio', 1)
  vi.stubGlobal('matchMedia', () => ({ matches: isReducedMotion }))
  vi.stubGlobal('HTMLElement', class {})
  vi.stubGlobal('HTMLIFrameElement', class {})
  vi.stubGlobal('PageTransitionEvent', class extends Event {})
  return { window, document, navigator }
}

/** Undoes `fakePage`; for `afterEach`. */
export function restorePage(): void {
  vi.useRealTimers()
  vi.unstubAllGlobals()
}

/** Runs a hook in a component with real React. Call `fakePage` first. */
export async function runHook<T>(hook: () => T): Promise<RunningHook<T>> {
  let current: T | undefined
  let renders = 0
  const run = () => {
    current = hook()
    renders += 1
  }
  const root = createRoot(createContainer())
  await act(async () => root.render(createElement(Probe, { run })))
  return {
    get current() {
      return current as T // rendered above
    },
    get renders() {
      return renders
    },
    act: (change = () => {}, advanceMs = 0) =>
      act(async () => {
        change()
        await vi.advanceTimersByTimeAsync(advanceMs)
      }),
    unmount: () => act(async () => root.unmount()),
  }
}

function Probe({ run }: { run: () => void }): null {
  run()
  return null
}

/** The little of an element that React needs to render nothing into. */
function createContainer(): Element {
  const container = Object.assign(new EventTarget(), {
    nodeType: 1,
    tagName: 'DIV',
    nodeName: 'DIV',
    namespaceURI: 'http://www.w3.org/1999/xhtml',
    ownerDocument: document,
    firstChild: null,
    lastChild: null,
    textContent: '',
  })
  return container as unknown as Element // by React's own checks
}
