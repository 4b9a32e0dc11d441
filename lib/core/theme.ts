interface Colour {
  light: string
  dark: string
}

/**
 * Every colour of the site, in the light and in the dark theme. The style sheets get each as a custom property
 * (`app/theme-plugin.ts`: `onFrame` is `--color-on-frame`); previews and cards read it here. `app/theme.test.ts` compares the icons.
 */
export const theme = {
  paper: { light: '#f4f3ef', dark: '#160d0b' },
  ink: { light: '#1a1614', dark: '#f3dfd3' },
  quiet: { light: '#645b55', dark: '#bb9f92' },
  line: { light: '#d6d1c8', dark: '#402a23' },
  accent: { light: '#c4281a', dark: '#ff6a4d' },
  /** The black border of every picture, and what is written or drawn on it. */
  frame: { light: '#0f0c0b', dark: '#000000' },
  onFrame: { light: '#ece3d8', dark: '#ece3d8' },
  onFrameQuiet: { light: '#d9c3b6', dark: '#d9c3b6' },
  frameLine: { light: '#3c332e', dark: '#3c332e' },
  frameTrack: { light: '#4a3a32', dark: '#4a3a32' },
  /** The cross over a picture that could not be loaded. */
  frameCross: { light: '#e5452f', dark: '#e5452f' },
} as const satisfies Record<string, Colour>
