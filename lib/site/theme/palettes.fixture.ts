import type { ThemeSettings } from './schema.ts'

/** What owners may write: good palettes, and ones that nobody could read as they are. */
export const palettes = {
  bright: { paper: '#fff8e1', ink: '#1b1464', accent: '#e91e63', frame: '#1b1464' },
  pale: { paper: '#fdfcfb', ink: '#8a8f98', quiet: '#c3c7ce', accent: '#f3c6c6' },
  'black and white': { paper: '#ffffff', ink: '#000000', accent: '#000000', frame: '#000000' },
  'white on black': { paper: '#000000', ink: '#ffffff', accent: '#ffffff', frame: '#000000' },
  'inverted: dark paper as light': { paper: '#10141a', ink: '#dfe6ee', accent: '#4fc3f7' },
  'inverted twice': {
    paper: '#14110f',
    ink: '#f5efe6',
    accent: '#ffb454',
    dark: { paper: '#faf7f2', ink: '#201c18', accent: '#9a5b00' },
  },
  'pure primaries': { paper: '#ffff00', ink: '#0000ff', accent: '#ff0000', frame: '#00ff00' },
  'red on blue': { paper: '#0000ff', ink: '#ff0000', accent: '#ffff00', frame: '#ff0000' },
  'low contrast': { paper: '#e8e4dc', ink: '#b5aea2', quiet: '#c9c3b9', accent: '#d8b9a0' },
  'grey on grey': { paper: '#808080', ink: '#7a7a7a', quiet: '#858585', accent: '#888888' },
  'middle grey': { paper: '#757575', accent: '#3fa7d6', frame: '#6e6e6e' },
  'paper as ink': { paper: '#f4f3ef', ink: '#f4f3f0', frame: '#f4f3ef' },
  'ink as paper, dark': { paper: '#121212', ink: '#131313', accent: '#121212' },
  neon: { paper: '#0d0221', ink: '#39ff14', accent: '#ff2079', frame: '#0d0221' },
  'neon on white': { paper: '#ffffff', ink: '#39ff14', quiet: '#00e5ff', accent: '#fe019a' },
  'white frames': { paper: '#eef1f4', accent: '#0057b8', frame: '#ffffff', on_frame: '#fafafa' },
  'frames of the accent': { paper: '#fffdf8', accent: '#d35400', frame: '#d35400' },
  'code as ink': { paper: '#fbfbf9', ink: '#222222', code: '#2b2b2b' },
  solarized: {
    paper: '#fdf6e3',
    ink: '#657b83',
    quiet: '#93a1a1',
    accent: '#268bd2',
    frame: '#073642',
    dark: { paper: '#002b36', ink: '#839496', quiet: '#586e75' },
  },
  forest: {
    paper: '#f1f5ec',
    ink: '#1f2d1c',
    accent: '#2e7d32',
    frame: '#1b2a18',
    line: '#cfdcc6',
  },
} satisfies Record<string, ThemeSettings>
