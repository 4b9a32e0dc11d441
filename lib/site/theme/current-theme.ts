import { singleton } from '#lib/core/singleton.ts'
import { getSite } from '../site.ts'
import { computeTheme, type Theme } from './compute-theme.ts'
import { getFontUrl } from './font-files.ts'
import type { ThemeSettings } from './schema.ts'
import { renderThemeStyle } from './styles.ts'
import { defaultTypePair, getTypefaces } from './type-pairs.ts'

export interface CurrentTheme extends Theme {
  settings: ThemeSettings
  /** For each page's head; empty where the owner has chosen nothing. */
  style: string
  fontUrls: string[]
  /** The names of the typefaces, the one for text first. */
  families: string[]
}

/** The theme of this moment: computed once for each state of the settings, which change while the site runs. */
export function getTheme(): CurrentTheme {
  const settings = getSite().theme
  const holder = singleton('theme', () => ({ theme: createTheme(settings) }))
  if (holder.theme.settings !== settings) holder.theme = createTheme(settings)
  return holder.theme
}

function createTheme(settings: ThemeSettings): CurrentTheme {
  const theme = computeTheme(settings)
  const type = settings.type ?? defaultTypePair
  const faces = getTypefaces(type).map(({ face }) => face)
  return {
    ...theme,
    settings,
    style: renderThemeStyle(theme, type),
    fontUrls: faces.map(({ file }) => getFontUrl(file)),
    families: faces.map(({ family }) => family),
  }
}
