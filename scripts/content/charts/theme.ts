/** The site's own colours (app/globals.css), once for light and once for dark; a picture can't see the page's. */
export const roles = {
  plate: { light: '#f4f3ef', dark: '#160d0b' },
  ink: { light: '#1a1614', dark: '#f3dfd3' },
  quiet: { light: '#645b55', dark: '#bb9f92' },
  line: { light: '#d6d1c8', dark: '#402a23' },
  pencil: { light: '#c4281a', dark: '#ff6a4d' },
} as const

export type Role = keyof typeof roles

/** A picture follows the reader's own choice of light or dark. It stands on a plate, so that it can be read anywhere. */
export function writeTheme(): string {
  const rules = Object.entries(roles).map(
    ([role, { dark }]) => `.${role}{fill:${dark}}.${role}-line{stroke:${dark}}`,
  )
  return `<style>@media (prefers-color-scheme:dark){${rules.join('')}}</style>`
}
