/** Text from outside that can't change what is around it: without direction controls, and with at most three marks on a character. */
export function cleanText(text: string): string {
  return text.replace(/\p{Bidi_Control}/gu, '').replace(/(\p{M}{3})\p{M}+/gu, '$1')
}
