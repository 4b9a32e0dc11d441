import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPython, installOctoPrint, isOctoPrintObtainable } from './install.ts'

const hasPython = !('obstacle' in findPython())

test('without Python, the error says what to install', () => {
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
  'an unknown version is an error with the installer’s message and leaves no files',
  async () => {
    await expect(installOctoPrint('0.0.0')).rejects.toThrow(
      /OctoPrint 0\.0\.0 can't be installed:.*octoprint==0\.0\.0/s,
    )
    const cache = await readdir(join(import.meta.dirname, '../../.cache'))
    expect(cache.filter((name) => name.startsWith('octoprint-0.0.0'))).toEqual([])
  },
  120_000,
)
