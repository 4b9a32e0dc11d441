import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeFiles } from '../../e2e/write-files.ts'
import { findColourLiterals } from './colour-literals.ts'

it('an owner can change every colour: none is written outside the theme', () => {
  expect(findColourLiterals(join(import.meta.dirname, '../..'))).toEqual([])
})

it('a colour is found in a style sheet, in markup and in a string, but not in a comment', async () => {
  const root = mkdtempSync(join(tmpdir(), 'colours-'))
  await writeFiles(root, {
    'app/a.css': '/* #fff */\na { color: #FF0000; background: rgb(0 0 0) }\n',
    'components/b.tsx':
      '// #abc\nimport x from \'#lib/x.ts\'\nexport const b = <i fill="#0f0c" />\n',
    'lib/c.ts': "export const c = 'oklch(0.5 0.1 30)'\n",
    'lib/site/theme/d.ts': "export const d = '#123456'\n",
  })
  expect(findColourLiterals(root).map((line) => line.split(' has')[0])).toEqual([
    'app/a.css:2',
    'app/a.css:2',
    'components/b.tsx:3',
    'lib/c.ts:1',
  ])
  rmSync(root, { recursive: true })
})
