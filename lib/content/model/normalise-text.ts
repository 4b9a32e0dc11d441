/** Marks that are typed otherwise than they are printed. */
const plainMarks: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
}

/** Case, accents and typographers' marks aside; as long as the text itself, so that a place in one is a place in the other. */
export function normaliseText(text: string): string {
  // Letter by letter only where it isn't ASCII: a thousand posts are millions of letters.
  return text.replace(/[A-Z]+|[^\p{ASCII}]/gu, (letters) => {
    if (letters < '\u0080') return letters.toLowerCase()
    const mark = plainMarks[letters]
    if (mark !== undefined) return mark
    const plain = letters.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    return plain.length === letters.length ? plain : letters
  })
}

/** Written without spaces: a word may begin anywhere. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** True where no word goes on from the left: "print" begins a word in "3D-printing", and none in "footprint". */
export function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) || unspaced.test(text.charAt(at))
}

export function endsWord(text: string, at: number): boolean {
  return at >= text.length || !/[\p{L}\p{N}]/u.test(text.charAt(at))
}
