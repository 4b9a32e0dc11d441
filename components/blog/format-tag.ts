/** A tag as readers see it: `c-plus-plus` is C++, `f-sharp` is F#. Some sites write `series:lamp`, whose tag is `series-lamp`. */
export function formatTag(tag: string): string {
  const [, letter, sign] = /^([a-z])-(plus-plus|sharp)$/.exec(tag) ?? []
  if (letter !== undefined) return letter.toUpperCase() + (sign === 'sharp' ? '#' : '++')
  return tag.replace(/^series-/, 'series ')
}
