import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

/** Chromium without the parts of a window, which cost tests half of their time. */
const headlessShell = '/usr/bin/chromium-headless-shell'
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Installs Playwright's Chromium unless a Chromium is installed.
 * @returns an error message, `null` on success
 */
export function installBrowser(): string | null {
  if (findBrowser() === null)
    spawnSync(
      join(import.meta.dirname, '../../node_modules/.bin/playwright'),
      ['install', 'chromium'],
      { stdio: 'inherit' },
    )
  return findBrowser() === null
    ? 'Chromium can’t be installed. Install it, or set CHROMIUM_PATH.'
    : null
}

/** Returns the path of the Chromium to use, `null` if none is installed. */
export function findBrowser(): string | null {
  const playwrights = chromium.executablePath()
  const candidates = [process.env.CHROMIUM_PATH ?? '', ...installed, playwrights, headlessShell]
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null
}

/** Returns the path of the browser for tests, `null` for the shell that Playwright has installed. */
export function findTestBrowser(): string | null {
  return process.env.CHROMIUM_PATH ?? [headlessShell, ...installed].find(existsSync) ?? null
}
