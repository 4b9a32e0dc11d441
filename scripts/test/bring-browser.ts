import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Sees to it that there is a Chromium: one that is installed, Debian's by apt where we may, else Playwright's own download.
 * @returns why there is none, or `null`
 */
export function bringBrowser(): string | null {
  if (findBrowser() !== null) return null
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium (once) ...')
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  } else {
    const cli = join(import.meta.dirname, '../../node_modules/.bin/playwright')
    spawnSync(cli, ['install', 'chromium'], { stdio: 'inherit' })
  }
  return findBrowser() === null
    ? 'No Chromium could be brought: install it, or set CHROMIUM_PATH to one.'
    : null
}

function findBrowser(): string | null {
  const candidates = [process.env.CHROMIUM_PATH ?? '', ...installed, chromium.executablePath()]
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null
}
