import plugin from 'tailwindcss/plugin'
import { getDefaultRules, listColourNames, toProperty } from '../lib/site/theme/styles.ts'

/** Gives the style sheets each colour and typeface as a custom property, and Tailwind's utilities the names of the colours. */
export default plugin(({ addBase }) => addBase(getDefaultRules()), {
  theme: {
    colors: Object.fromEntries(
      listColourNames().map((name) => [name.replaceAll('_', '-'), `var(${toProperty(name)})`]),
    ),
  },
})
