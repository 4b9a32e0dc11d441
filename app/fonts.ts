import localFont from 'next/font/local'

/*
 * Both come ahead, by the answer's own header, and the first paint waits a tenth of a second for them. A font that is later than
 * that is for the next page: words that are being read don't move. Swapped in, it moved a search form by half a line (0.22).
 */

/** The serif: headlines, text, figures. */
export const piazzolla = localFont({
  src: './fonts/piazzolla.woff2',
  weight: '400 800',
  variable: '--font-piazzolla',
  display: 'optional',
  adjustFontFallback: false, // styles/fallback-faces.css knows more fonts, and bold ones
})

/** Labels: names, captions on a picture's edge. */
export const sofia = localFont({
  src: './fonts/sofia-sans-condensed.woff2',
  weight: '650',
  variable: '--font-sofia',
  display: 'optional',
  adjustFontFallback: false,
})
