import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Sees to it that there is a Chromium: one that is installed, else Playwright's own download.
 * @returns why there is none, or `null`
 */
export function installBrowser(): string | null {
  if (findBrowser() === null)
    spawnSync(
      join(import.meta.dirname, '../../node_modules/.bin/playwright'),
      ['install', 'chromium'],
      { stdio: 'inherit' },
    )
  return findBrowser() === null
    ? 'No Chromium could be brought: install it, or set CHROMIUM_PATH to one.'
    : null
}

/** The program of the one that is used; `null` where there is none. */
export function findBrowser(): string | null {
  const candidates = [process.env.CHROMIUM_PATH ?? '', ...installed, chromium.executablePath()]
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null
}
