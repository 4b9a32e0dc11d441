/** The pairs of typefaces that come with the site; see `fonts/README.md`. */
export const typePairNames = ['piazzolla', 'literata', 'grotesk'] as const

export type TypePairName = (typeof typePairNames)[number]
