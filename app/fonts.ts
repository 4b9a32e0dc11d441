import localFont from 'next/font/local'

/*
 * Both are preloaded by a response header, and the first paint waits 0.1 s for them. A font that arrives later is used from the next
 * page on, so that text doesn't move while it is read: swapping moved the search form by half a line (layout shift 0.22).
 */

/** The serif: headlines, text, figures. */
export const piazzolla = localFont({
  src: './fonts/piazzolla.woff2',
  weight: '400 800',
  variable: '--font-piazzolla',
  display: 'optional',
  adjustFontFallback: false, // styles/fallback-faces.css knows more fonts, and bold ones
})

/** Labels: names, captions, the text on a picture's edge. */
export const sofia = localFont({
  src: './fonts/sofia-sans-condensed.woff2',
  weight: '650',
  variable: '--font-sofia',
  display: 'optional',
  adjustFontFallback: false,
})
