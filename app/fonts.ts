import localFont from 'next/font/local'

/** The voice: headlines, text, figures. */
export const piazzolla = localFont({
  src: './fonts/piazzolla.woff2',
  weight: '400 800',
  variable: '--font-piazzolla',
  adjustFontFallback: false, // styles/fallback-faces.css knows more fonts, and bold ones
})

/** The slug lines: names, labels, what is printed on a picture's edge. */
export const sofia = localFont({
  src: './fonts/sofia-sans-condensed.woff2',
  weight: '650',
  variable: '--font-sofia',
  adjustFontFallback: false,
})
