/** The viewports of the screenshots. A height covers all parts of a page that depend on the printer's state. */
export const views = [
  { name: '390-light', width: 390, height: 1500, colorScheme: 'light', hasScript: true },
  { name: '390-dark', width: 390, height: 1500, colorScheme: 'dark', hasScript: true },
  { name: '768-without-script', width: 768, height: 1500, colorScheme: 'light', hasScript: false },
  { name: '1440-light', width: 1440, height: 1500, colorScheme: 'light', hasScript: true },
  { name: '1440-dark', width: 1440, height: 1500, colorScheme: 'dark', hasScript: true },
] as const

export type View = (typeof views)[number]

export interface Screenshot {
  state: string
  view: View
  /** Its file's name, in the sheet's folder. */
  file: string
}

/** Scale of the screenshots on the sheet. */
const scale = 0.45

/** Renders all screenshots on one page, a row for each state. */
export function renderSheet(screenshots: readonly Screenshot[], createdAt: Date): string {
  const rows = [...Map.groupBy(screenshots, ({ state }) => state)].map(
    ([state, of]) =>
      `<section><h2>${escapeMarkup(state)}</h2><div>${of.map(renderScreenshot).join('')}</div></section>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>
body { margin: 24px; background: #8a8680; font: 15px/1.4 sans-serif; color: #fff; width: max-content }
h2 { margin: 28px 0 8px; font-size: 20px }
section div { display: flex; gap: 12px; align-items: flex-start }
img { display: block }
</style><h1>All states, ${createdAt.toISOString().slice(0, 16).replace('T', ' ')}</h1>${rows.join('\n')}</html>`
}

function renderScreenshot({ view, file }: Screenshot): string {
  const [width, height] = [view.width * scale, view.height * scale].map(Math.round)
  return `<a href="${file}"><img src="${file}" alt="${view.name}" width="${width}" height="${height}"></a>`
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
