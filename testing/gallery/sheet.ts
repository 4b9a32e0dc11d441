import type { View } from './views.ts'

export interface Print {
  state: string
  view: View
  /** Of its picture, beside the sheet. */
  file: string
}

/** How large a page is on the sheet. */
const scale = 0.45

/** Everything on one page, a row for each state. */
export function renderSheet(prints: readonly Print[], madeAt: Date): string {
  const rows = [...Map.groupBy(prints, ({ state }) => state)].map(
    ([state, of]) =>
      `<section><h2>${toMarkup(state)}</h2><div>${of.map(renderPrint).join('')}</div></section>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>
body { margin: 24px; background: #8a8680; font: 15px/1.4 sans-serif; color: #fff; width: max-content }
h2 { margin: 28px 0 8px; font-size: 20px }
section div { display: flex; gap: 12px; align-items: flex-start }
img { display: block }
</style><h1>Every state, ${madeAt.toISOString().slice(0, 16).replace('T', ' ')}</h1>${rows.join('\n')}</html>`
}

function renderPrint({ view, file }: Print): string {
  const [width, height] = [view.width * scale, view.height * scale].map(Math.round)
  return `<a href="${file}"><img src="${file}" alt="${view.name}" width="${width}" height="${height}"></a>`
}

function toMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
