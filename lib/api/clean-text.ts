/** Without what XML can't represent, escaped or not: control characters, U+FFFE, U+FFFF and halves of pairs. */
export function removeUnwritable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu, '')
}

/**
 * Text from outside that can't change what is around it: without direction controls and what XML and Postgres can't hold, and with at
 * most three marks on a character.
 */
export function cleanText(text: string): string {
  return removeUnwritable(text)
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
}

const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** Whether a text has letters that are written from right to left. */
export function hasRightToLeft(text: string): boolean {
  return rightToLeft.test(text)
}

/** Text for the middle of other plain text, such as `<title>`. In HTML `<bdi>` does the same. */
export function isolateDirection(text: string): string {
  return hasRightToLeft(text) ? `\u2068${text}\u2069` : text
}
