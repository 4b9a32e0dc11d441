/** How each state is looked at. Heights are what is kept of a page; what is below is the same in every state. */
export const views = [
  { name: '390-light', width: 390, height: 1500, colorScheme: 'light', hasScript: true },
  { name: '390-dark', width: 390, height: 1500, colorScheme: 'dark', hasScript: true },
  { name: '768-without-script', width: 768, height: 1500, colorScheme: 'light', hasScript: false },
  { name: '1440-light', width: 1440, height: 1500, colorScheme: 'light', hasScript: true },
  { name: '1440-dark', width: 1440, height: 1500, colorScheme: 'dark', hasScript: true },
] as const

export type View = (typeof views)[number]
