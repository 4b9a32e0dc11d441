/** A tag as readers see it. Some sites write `series:lamp`, whose tag is `series-lamp`. */
export function formatTag(tag: string): string {
  return tag.replace(/^series-/, 'series ')
}
