import { vi } from 'vitest'

/** An `<img>` whose decoding a test ends. */
export class FakeImage {
  static readonly created: FakeImage[] = []
  static isFailing: (src: string) => boolean = () => false
  src = ''
  settle: { loaded(): void; failed(): void } = { loaded() {}, failed() {} }

  constructor() {
    FakeImage.created.push(this)
  }

  decode(): Promise<void> {
    if (!isManual)
      return FakeImage.isFailing(this.src) ? Promise.reject(new Error()) : Promise.resolve()
    return new Promise((resolve, reject) => {
      this.settle = { loaded: resolve, failed: () => reject(new Error('EncodingError')) }
    })
  }
}

let isManual = false

/** Replaces `Image`. Pictures load at once, except those that `isFailing`; with `manual` each waits for its `settle`. */
export function fakeImages({
  manual = false,
  isFailing = () => false,
}: {
  manual?: boolean
  isFailing?: (src: string) => boolean
} = {}): readonly FakeImage[] {
  isManual = manual
  FakeImage.created.length = 0
  FakeImage.isFailing = isFailing
  vi.stubGlobal('Image', FakeImage)
  return FakeImage.created
}
