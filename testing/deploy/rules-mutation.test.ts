import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isSeq, type Node, parseDocument } from 'yaml'
import { findTool } from './find-tool.ts'
import { type Mutant, mutateRules } from './mutate-rules.ts'

const root = join(import.meta.dirname, '../..')
const parts = ['site', 'snapper', 'backup', 'cluster']
const promtool = findTool('promtool')
/** Files for one process: enough that its start costs little, few enough that both cores work until the end. */
const batchLength = 12

/** Only the tests that name the alert: others can't notice a change of it, and each costs time. */
function selectTests(text: string, ruleFile: string, alert: string | null): string {
  // Edits the document: `0x60` is a number to YAML and a series to promtool.
  const document = parseDocument(text)
  document.set('rule_files', [ruleFile])
  const tests = document.get('tests')
  if (isSeq<Node>(tests) && alert !== null)
    tests.items = tests.items.filter((each) => JSON.stringify(each.toJS(document)).includes(alert))
  return document.toString({ lineWidth: 0 })
}

/** @returns the names of the files whose tests fail */
function runBatch(files: string[]): Promise<Set<string>> {
  const { promise, resolve, reject } = Promise.withResolvers<Set<string>>()
  const options = { maxBuffer: 64e6 }
  execFile(promtool ?? '', ['test', 'rules', ...files], options, (error, stdout) => {
    const outcomes = stdout.split('Unit Testing:  ').slice(1)
    if (outcomes.length !== files.length)
      return reject(error ?? new Error('promtool stopped early'))
    const failed = outcomes.filter((text) => !text.includes('SUCCESS'))
    resolve(new Set(failed.map((text) => text.split('\n')[0] ?? '')))
  })
  return promise
}

test.skipIf(promtool === null)(
  'nine of ten changes of a rule fail its tests',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
    const mutants: (Mutant & { file: string })[] = []
    const write = (name: string, tests: string, text: string, alert: string | null = null) => {
      const file = join(folder, `${name}.test.yaml`)
      writeFileSync(join(folder, `${name}.yaml`), text)
      writeFileSync(file, selectTests(tests, `${name}.yaml`, alert))
      return file
    }
    const unchanged: string[] = []
    for (const part of parts) {
      const tests = readFileSync(join(root, `testing/deploy/rules/${part}.test.yaml`), 'utf8')
      const rules = readFileSync(join(root, `deploy/chart/files/rules/${part}.yaml`), 'utf8')
      unchanged.push(write(part, tests, rules))
      for (const [index, mutant] of mutateRules(rules).entries()) {
        const file = write(`${part}-${index}`, tests, mutant.text, mutant.alert)
        mutants.push({ ...mutant, file })
      }
    }
    try {
      expect(await runBatch(unchanged)).toEqual(new Set())
      const batches = Array.from({ length: Math.ceil(mutants.length / batchLength) }, (_, index) =>
        mutants.slice(index * batchLength, (index + 1) * batchLength).map(({ file }) => file),
      )
      const noticed = new Set<string>()
      const runBatches = async () => {
        for (let batch = batches.pop(); batch; batch = batches.pop())
          for (const file of await runBatch(batch)) noticed.add(file)
      }
      await Promise.all(Array.from({ length: availableParallelism() }, runBatches))
      const survivors = mutants.filter(({ file }) => !noticed.has(file)).map(({ name }) => name)
      console.log(`${noticed.size} of ${mutants.length} mutants noticed. Not noticed:`, survivors)
      expect(mutants.length).toBeGreaterThan(180)
      expect(noticed.size / mutants.length).toBeGreaterThan(0.9)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  300_000,
)
