/** The class by which a line that begins with a quotation mark lets it hang in the margin; as lib/content does in texts. */
export function hangClass(text: string): string {
  if (/^[“„«]/.test(text)) return ' hangs'
  return /^[‘‚‹]/.test(text) ? ' hangs-single' : ''
}
