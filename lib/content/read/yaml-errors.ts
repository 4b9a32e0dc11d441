import type { YAMLError } from 'yaml'

/** What is meant by what a YAML parser says, for the mistakes that people make; the rest in the parser's own words. */
const advice: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'begins with a tab; indent with spaces',
  BLOCK_AS_IMPLICIT_KEY:
    'has a second colon; put quotes around the text: title: "Printing: a story"',
  DUPLICATE_KEY: 'names the same thing a second time; keep one of the two',
  BAD_DQ_ESCAPE: 'has a backslash in double quotes; write two, or use single quotes',
  MISSING_CHAR: 'misses a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'is no "name: value" like the lines before it',
  BLOCK_IN_FLOW: 'misses a closing bracket or brace before it',
  UNEXPECTED_TOKEN: 'has a sign that YAML reads as its own; put quotes around the text',
}

/** The first of a parser's complaints, which the others mostly follow from; places are left to the file's own line number. */
export function explainYamlError({ code, message }: YAMLError): string {
  const [words = ''] = message.split('\n')
  return advice[code] ?? words.replace(/ at line \d+, column \d+:?$/, '')
}
