import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { installOctoPrint, isOctoPrintObtainable } from './install.ts'
import { findPython } from './python.ts'

const hasPython = !('obstacle' in findPython())

test('a machine without Python is told what to install', () => {
  const path = process.env.PATH
  process.env.PATH = '/nonexistent'
  try {
    expect(isOctoPrintObtainable('0.0.0')).toBe(
      'OctoPrint needs Python: install python3 and python3-venv.',
    )
  } finally {
    process.env.PATH = path
  }
})

test.skipIf(!hasPython)(
  'a version that does not exist is told in the installer’s words, and leaves nothing behind',
  async () => {
    await expect(installOctoPrint('0.0.0')).rejects.toThrow(
      /OctoPrint 0\.0\.0 can't be installed:.*octoprint==0\.0\.0/s,
    )
    const cache = await readdir(join(import.meta.dirname, '../../.cache'))
    expect(cache.filter((name) => name.startsWith('octoprint-0.0.0'))).toEqual([])
  },
  120_000,
)
