import type { YAMLError } from 'yaml'

/** Explanations for common mistakes; for other errors the parser's message is used. */
const yamlAdvice: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'begins with a tab; indent with spaces',
  BLOCK_AS_IMPLICIT_KEY:
    'has a second colon; put quotes around the text: title: "Printing: a story"',
  DUPLICATE_KEY: 'has the same name twice; delete one of them',
  BAD_DQ_ESCAPE: 'has a backslash in double quotes; write two, or use single quotes',
  MISSING_CHAR: 'misses a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'is not a "name: value" like the lines before it',
  BLOCK_IN_FLOW: 'misses a closing bracket or brace before it',
  UNEXPECTED_TOKEN: 'has a character with a meaning in YAML; put quotes around the text',
}

/** An error's message without its position, which is relative to the YAML rather than the file. */
export function explainYamlError({ code, message }: YAMLError): string {
  const [firstLine = ''] = message.split('\n')
  return yamlAdvice[code] ?? firstLine.replace(/ at line \d+, column \d+:?$/, '')
}
