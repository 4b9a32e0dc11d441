/*
 * Every colour of the site, by its name in site.yaml. The style sheets have each as a custom property: `on_frame` is
 * `--color-on-frame`. What has no value here is always computed.
 */

interface Scheme {
  paper: string
  ink: string
  quiet: string
  line: string
  accent: string
  /** The black border of every picture, and what is written or drawn on it. */
  frame: string
  on_frame: string
  on_frame_quiet: string
  frame_line: string
  frame_accent: string
  /** Kinds of tokens in code, and of callouts. */
  code_constant: string
  code_function: string
  code_keyword: string
  code_parameter: string
  code_string: string
  code_deleted: string
}

/** The colours of a site whose owner has set none. */
export const defaultColours = {
  light: {
    paper: '#f4f3ef',
    ink: '#1a1614',
    quiet: '#645b55',
    line: '#d6d1c8',
    accent: '#c4281a',
    frame: '#0f0c0b',
    on_frame: '#ece3d8',
    on_frame_quiet: '#d9c3b6',
    frame_line: '#3c332e',
    frame_accent: '#ff6a4d',
    code_constant: '#0b5a9e',
    code_function: '#5f3dc4',
    code_keyword: '#8a2346',
    code_parameter: '#7a4100',
    code_string: '#0d6135',
    code_deleted: '#9c1c1c',
  },
  dark: {
    paper: '#160d0b',
    ink: '#f3dfd3',
    quiet: '#bb9f92',
    line: '#402a23',
    accent: '#ff6a4d',
    frame: '#000000',
    on_frame: '#ece3d8',
    on_frame_quiet: '#d9c3b6',
    frame_line: '#3c332e',
    frame_accent: '#ff6a4d',
    code_constant: '#82c0ff',
    code_function: '#c4b0ff',
    code_keyword: '#ff9db8',
    code_parameter: '#f2bd7d',
    code_string: '#8fdcb0',
    code_deleted: '#ffa3a3',
  },
} as const satisfies Record<'light' | 'dark', Scheme>

/** `code` is the background of code, `mark` that of a word that was searched for. */
export type ColourName = keyof Scheme | 'code' | 'mark'
/** Each colour as "#rrggbb". */
export type Palette = Record<ColourName, string>

/** WCAG AA asks 4.5:1 of text, and 3:1 of large text, controls and the lines of a chart. All of these are text somewhere. */
export const leastContrast = 4.5

/**
 * The text and background pairs on the pages. Lines of charts, strokes, focus outlines and the borders of fields are ink, quiet or
 * accent on paper, or the accent on a frame. A button is paper on ink and on the accent: the same pairs the other way round.
 * Rules (`line`, `frame_line`) only decorate.
 */
export const contrastPairs: readonly { text: ColourName; on: ColourName }[] = [
  { text: 'ink', on: 'paper' },
  { text: 'ink', on: 'code' },
  { text: 'ink', on: 'mark' },
  { text: 'quiet', on: 'paper' },
  { text: 'quiet', on: 'code' },
  { text: 'accent', on: 'paper' },
  { text: 'accent', on: 'code' },
  { text: 'on_frame', on: 'frame' },
  { text: 'on_frame_quiet', on: 'frame' },
  { text: 'frame_accent', on: 'frame' },
  ...(
    [
      'code_constant',
      'code_function',
      'code_keyword',
      'code_parameter',
      'code_string',
      'code_deleted',
    ] as const
  ).flatMap((text) => [
    { text, on: 'code' as const },
    { text, on: 'paper' as const },
  ]),
]
