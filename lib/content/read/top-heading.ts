/** `# Title`, or a line that is underlined with equals signs, before anything else. */
const atTop =
  /^\s*?(?:^ {0,3}#[ \t]+(?<marked>\S.*?)(?:[ \t]+#+)?[ \t]*|^ {0,3}(?<underlined>[^\s#>`~<|-].*)\n {0,3}=+[ \t]*)(?:\n|$)/m

/** Takes a heading at the top of a text for the title. The lines after it keep their numbers. Null if there is none. */
export function takeTopHeading(markdown: string): { title: string; markdown: string } | null {
  const match = atTop.exec(markdown)
  if (match === null || match.index !== 0) return null
  const [whole] = match
  const title = toPlainText(match.groups?.marked ?? match.groups?.underlined ?? '')
  if (title === '') return null
  return { title, markdown: whole.replace(/[^\n]+/g, '') + markdown.slice(whole.length) }
}

/** A title is text: without emphasis, links, pictures and an id in braces. */
function toPlainText(words: string): string {
  return words
    .replace(/\s*\{[#.][^}]*\}$/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .trim()
}
