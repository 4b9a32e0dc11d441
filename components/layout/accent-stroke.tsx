/*
 * Everything in the accent colour looks drawn with the grease pencil that an editor uses on a contact sheet.
 * Sizes and dashes are SVG attributes: the Content-Security-Policy forbids inline styles.
 */

/** The filter that gives the strokes below their waxy edge. Each page renders it once, before any stroke. */
export function AccentDefinitions() {
  return (
    <svg aria-hidden="true" className="absolute" height="0" width="0">
      <filter height="200%" id="wax" width="120%" x="-10%" y="-50%">
        <feTurbulence baseFrequency="0.055 0.11" numOctaves="2" result="grain" seed="7" />
        <feDisplacementMap in="SourceGraphic" in2="grain" scale="4" />
      </filter>
    </svg>
  )
}

/** A ring around the headline's percentage. */
export function AccentRing() {
  return (
    <svg
      aria-hidden="true"
      className="accent-ring"
      preserveAspectRatio="none"
      viewBox="0 0 200 100"
    >
      <path d="M150 9C96-1 18 8 8 46c-8 34 52 48 98 46 52-2 92-20 88-50C190 12 110 2 52 17" />
    </svg>
  )
}

/** Underlines the current page in the navigation. */
export function AccentUnderline() {
  return (
    <svg
      aria-hidden="true"
      className="accent-underline"
      preserveAspectRatio="none"
      viewBox="0 0 100 10"
    >
      <path d="M2 6C26 2 61 3 98 5" />
    </svg>
  )
}

/** The mark of a rejected frame. */
export function AccentCross() {
  return (
    <svg aria-hidden="true" className="accent-cross" viewBox="0 0 160 100">
      <path d="M14 12C52 34 108 62 149 90M146 9C104 40 60 66 12 93" />
    </svg>
  )
}

/** Longer than any screen; the SVG's width clips it at the percentage. */
const stroke = `M4 11${'q28-2.4 58-.6t52 .2q34 2 61 .4t49 0'.repeat(10)}`

/** The print's progress as a stroke along a rule. Decorative: the percentage is also text. */
export function AccentProgress({ percent }: { percent: number }) {
  return (
    <div className="accent-track">
      <svg aria-hidden="true" className="accent-progress" height="22" width={`${percent}%`}>
        <path d={stroke} />
      </svg>
    </div>
  )
}
