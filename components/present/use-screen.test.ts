import { afterEach, describe, expect, test, vi } from 'vitest'
import { fakePage, restorePage, runHook } from '#components/testing/run-hook.ts'
import { useFullScreen, useIdlePointer, useKeys, useWakeLock } from './use-screen.ts'

afterEach(restorePage)

/** Presses a key; returns whether the page took it from the browser. */
function press(target: EventTarget, key: string, more: object = {}): boolean {
  const event = Object.assign(new Event('keydown', { cancelable: true }), { key, ...more })
  target.dispatchEvent(event)
  return event.defaultPrevented
}

describe('keyboard shortcuts', () => {
  const start = async () => {
    const { window } = fakePage()
    const pressed: string[] = []
    const hook = await runHook(() =>
      useKeys({
        f: () => pressed.push('f'),
        ' ': () => pressed.push('space'),
        arrowleft: () => pressed.push('left'),
      }),
    )
    return { window, hook, pressed }
  }

  test('work in either case, and other keys stay the browser’s', async () => {
    const { window, pressed } = await start()
    expect(press(window, 'F')).toBe(true)
    expect(press(window, ' ')).toBe(true)
    expect(press(window, 'q')).toBe(false)
    expect(pressed).toEqual(['f', 'space'])
  })

  test('leave the browser’s own shortcuts alone', async () => {
    const { window, pressed } = await start()
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'])
      expect(press(window, 'f', { [modifier]: true })).toBe(false)
    expect(pressed).toEqual([])
  })

  test('a held toggle key acts once, a held arrow goes on', async () => {
    const { window, pressed } = await start()
    press(window, 'f', { repeat: true })
    press(window, 'ArrowLeft', { repeat: true })
    expect(pressed).toEqual(['left'])
  })

  test('a focused button keeps its space bar', async () => {
    const { window, pressed } = await start()
    const button = Object.assign(new HTMLElement(), { matches: () => true })
    const event = Object.assign(new Event('keydown', { cancelable: true }), { key: ' ' })
    Object.defineProperty(event, 'target', { value: button })
    window.dispatchEvent(event)
    expect([pressed, event.defaultPrevented]).toEqual([[], false])
  })

  test('end with the page', async () => {
    const { window, hook, pressed } = await start()
    await hook.unmount()
    press(window, 'f')
    expect(pressed).toEqual([])
  })
})

describe('full screen', () => {
  test('is offered where the browser has it, and follows Escape, too', async () => {
    const { document } = fakePage()
    const hook = await runHook(useFullScreen)
    expect(hook.current.isFull).toBe(false)
    await hook.act(() => hook.current.toggle())
    expect(hook.current.isFull).toBe(true)
    await hook.act(() => void document.exitFullscreen())
    expect(hook.current.isFull).toBe(false)
  })

  test('is not offered where the browser has none', async () => {
    const { document } = fakePage()
    document.fullscreenEnabled = false
    expect((await runHook(useFullScreen)).current.isFull).toBeNull()
  })

  test('that the browser denies changes nothing', async () => {
    const { document } = fakePage()
    document.documentElement.requestFullscreen = () => Promise.reject(new Error('denied'))
    const hook = await runHook(useFullScreen)
    await hook.act(() => hook.current.toggle())
    expect(hook.current.isFull).toBe(false)
  })
})

test('pointer and buttons hide after three seconds and come back with any input', async () => {
  const { window } = fakePage()
  const hook = await runHook(useIdlePointer)
  await hook.act(() => {}, 2_900)
  expect(hook.current).toBe(false)
  await hook.act(() => {}, 200)
  expect(hook.current).toBe(true)
  for (const name of ['pointermove', 'pointerdown', 'keydown']) {
    await hook.act(() => window.dispatchEvent(new Event(name)))
    expect(hook.current, name).toBe(false)
    await hook.act(() => {}, 3_000)
    expect(hook.current).toBe(true)
  }
})

describe('the screen stays awake', () => {
  const withLocks = () => {
    const page = fakePage()
    const locks: { isHeld: boolean }[] = []
    page.navigator.wakeLock = {
      async request() {
        const lock = { isHeld: true, release: async () => Object.assign(lock, { isHeld: false }) }
        locks.push(lock)
        return lock
      },
    }
    return { ...page, locks }
  }

  test('while the page is visible, again after it was hidden, and not after it is closed', async () => {
    const { document, locks } = withLocks()
    const hook = await runHook(useWakeLock)
    expect(locks).toHaveLength(1)
    await hook.act(() => document.show(false))
    expect(locks).toHaveLength(1)
    await hook.act(() => document.show(true))
    expect(locks).toHaveLength(2)
    await hook.unmount()
    expect(locks.at(-1)?.isHeld).toBe(false)
  })

  test('a browser that can’t, or won’t, breaks nothing', async () => {
    fakePage()
    await (await runHook(useWakeLock)).unmount()
    const page = withLocks()
    page.navigator.wakeLock = { request: () => Promise.reject(new Error('low battery')) }
    const hook = await runHook(useWakeLock)
    await hook.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})
