import plugin from 'tailwindcss/plugin'
import { theme } from '../lib/core/theme.ts'

/** A data URL takes no custom property, so the cross over a missing picture is drawn here. */
const cross = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 100'><path d='M14 12C52 34 108 62 149 90M146 9C104 40 60 66 12 93' fill='none' stroke='${theme.frameCross.light}' stroke-width='5' stroke-linecap='round'/></svg>`

const toProperty = (name: string) =>
  `--color-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Gives the style sheets each colour of the theme as a custom property, and Tailwind's utilities their names. */
export default plugin(
  ({ addBase }) =>
    addBase({
      ':root': {
        ...Object.fromEntries(
          Object.entries(theme).map(([name, { light, dark }]) => [
            toProperty(name),
            light === dark ? light : `light-dark(${light}, ${dark})`,
          ]),
        ),
        '--image-cross': `url("data:image/svg+xml,${cross.replaceAll('#', '%23').replaceAll('<', '%3C').replaceAll('>', '%3E')}")`,
      },
    }),
  {
    theme: {
      colors: Object.fromEntries(
        Object.keys(theme).map((name) => [
          toProperty(name).slice('--color-'.length),
          `var(${toProperty(name)})`,
        ]),
      ),
    },
  },
)
