import { expect, test } from 'vitest'
import { parseChanges, readChanges } from './read-changes.ts'

test('the newest section with entries, by its groups, each entry as one line', () => {
  const text = `# Changelog

What users notice.

## Unreleased

### Added

## 0.2.0 - 2026-10-01

### Added

- One thing
  on two lines.
- Another, see \`docs/x.md\`.

### Fixed

- A fault.

## 0.1.0

### Added

- Old.
`
  expect(parseChanges(text)).toEqual({
    title: '0.2.0 - 2026-10-01',
    groups: [
      { title: 'Added', items: ['One thing on two lines.', 'Another, see `docs/x.md`.'] },
      { title: 'Fixed', items: ['A fault.'] },
    ],
  })
})

test('a changelog without sections has none', () => {
  expect(parseChanges('')).toBeNull()
  expect(parseChanges('# Changelog\n')).toBeNull()
})

test('this version says what changed', async () => {
  const { version, changes } = await readChanges()
  expect(version).toMatch(/^\d+\.\d+\.\d+/)
  expect(changes?.groups.length).toBeGreaterThan(0)
})
