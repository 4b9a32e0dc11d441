/*
 * Everything in the accent colour was drawn by hand, with the grease pencil that an editor marks a contact sheet with.
 * Sizes and dashes are SVG attributes: the Content-Security-Policy allows no inline styles.
 */

/** Gives the strokes below their waxy edge; stands once in every page, before they use it. */
export function AccentDefinitions() {
  return (
    <svg aria-hidden="true" className="absolute" focusable="false" height="0" width="0">
      <filter height="200%" id="wax" width="120%" x="-10%" y="-50%">
        <feTurbulence baseFrequency="0.055 0.11" numOctaves="2" result="grain" seed="7" />
        <feDisplacementMap in="SourceGraphic" in2="grain" scale="4" />
      </filter>
    </svg>
  )
}

/** A ring around the one figure that matters. */
export function AccentRing() {
  return (
    <svg
      aria-hidden="true"
      className="pencil-ring"
      focusable="false"
      preserveAspectRatio="none"
      viewBox="0 0 200 100"
    >
      <path d="M150 9C96-1 18 8 8 46c-8 34 52 48 98 46 52-2 92-20 88-50C190 12 110 2 52 17" />
    </svg>
  )
}

/** A line under the page that the reader is on. */
export function AccentUnderline() {
  return (
    <svg
      aria-hidden="true"
      className="pencil-underline"
      focusable="false"
      preserveAspectRatio="none"
      viewBox="0 0 100 10"
    >
      <path d="M2 6C26 2 61 3 98 5" />
    </svg>
  )
}

/** The mark of a frame that is not to be printed. */
export function AccentCross() {
  return (
    <svg aria-hidden="true" className="pencil-cross" focusable="false" viewBox="0 0 160 100">
      <path d="M14 12C52 34 108 62 149 90M146 9C104 40 60 66 12 93" />
    </svg>
  )
}

/** Long enough for any screen; what is beyond the percentage is clipped away. */
const stroke = `M4 11${'q28-2.4 58-.6t52 .2q34 2 61 .4t49 0'.repeat(10)}`

/** How far the print is, as a stroke along a rule. The figure stands elsewhere as text. */
export function AccentProgress({ percent }: { percent: number }) {
  return (
    <div className="pencil-rule">
      <svg
        aria-hidden="true"
        className="pencil-progress"
        focusable="false"
        height="22"
        width={`${percent}%`}
      >
        <path d={stroke} />
      </svg>
    </div>
  )
}
