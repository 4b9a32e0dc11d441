import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'paparazza-sources-'))
const chunks = join(folder, '.next/server/chunks')
beforeAll(() => mkdirSync(chunks, { recursive: true }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What `expression` is as JSON in a Node of its own that compacts sources, where `load` requires a chunk. */
function evaluate(files: Record<string, string>, expression: string): unknown {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(chunks, name), text)
  const program = `
    import { createRequire } from 'node:module'
    import { serialize } from 'node:v8'
    import { compactSources } from ${JSON.stringify(join(import.meta.dirname, 'compact-sources.js'))}
    compactSources()
    const load = createRequire(${JSON.stringify(join(chunks, 'main.js'))})
    process.stdout.write(JSON.stringify(${expression}))`
  const args = ['--input-type=module', '--eval', program]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

test('a typographic character doesn’t make the source of a chunk twice as large', () => {
  const text = `module.exports=[1,()=>["Café doesn’t 🎞",\`\${1}…\`,/^[–🎞]$/u.test("🎞")]]`
  // The tag of a serialized string says how many bytes V8 has for a character.
  const getTag = `serialize(String(load('./a.js')[1])).toString('latin1', 2, 3)`
  expect(evaluate({ 'a.js': text }, `[load('./a.js')[1](), ${getTag}]`)).toEqual([
    ['Café doesn’t 🎞', '1…', true],
    '"',
  ])
})

test('a character after a backslash stays what it is', () => {
  const text = String.raw`module.exports=[1,()=>"\’\\’"]`
  expect(evaluate({ 'b.js': text }, `load('./b.js')[1]()`)).toBe(String.raw`’\’`)
})

test('copies of a chunk are loaded once, other chunks by themselves', () => {
  const write = (value: number, name: string) =>
    `module.exports=[1,()=>${value}]\n\n//# sourceMappingURL=${name}.map\n`
  const files = { 'c.js': write(1, 'c'), 'd.js': write(1, 'd'), 'e.js': write(2, 'e') }
  const compared = `[load('./c.js') === load('./d.js'), load('./c.js') === load('./e.js'), load('./e.js')[1]()]`
  expect(evaluate(files, compared)).toEqual([true, false, 2])
})
