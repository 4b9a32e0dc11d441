/** The class that hangs a leading quotation mark in the margin, as lib/content does for paragraphs. */
export function hangClass(text: string): string {
  if (/^[“„«]/.test(text)) return ' hangs'
  return /^[‘‚‹]/.test(text) ? ' hangs-single' : ''
}
