import { defineConfig, devices } from '@playwright/test'
import { findBrowser, findTestBrowser } from './scripts/test/install-browser.ts'

const use = (executablePath: string | null) => ({
  launchOptions: {
    ...(executablePath === null ? {} : { executablePath }),
    // Root, as in most containers, can't have Chromium's own sandbox.
    args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-quic'] : ['--disable-quic'],
  },
})
const browser = use(findTestBrowser())
// In a desktop's browser; on a phone what looks or feels different there: all of `visitor`, and what is tagged in the others.
const inBothSizes = 'visitor|admin-look|reader|documents|prints|archive|chart'
const bothSizes = new RegExp(`/(${inBothSizes})\\.spec\\.ts$`)
// Contrast doesn't depend on the size, nor names and roles on the colours: axe sees light on the desktop, dark on the phone.
const lookIn = (scheme: 'light' | 'dark') =>
  new RegExp(`(${inBothSizes})\\.spec\\.ts .*axe finds nothing.*, ${scheme}( @both)?$`)
// The shell shows no notifications.
const wholeOnly = /push\.spec\.ts$/
// The owner administers from a phone.
const phoneOnly =
  /admin-(notifications|overview|pictures|printers|prints|settings|start)\.spec\.ts$/
const desktopOnly = /(honesty|owner|admin|feeds|flipbook|cost)\.spec\.ts$/

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './scripts/test/temporary-files.ts',
  outputDir: 'test-results/output',
  // Most of a test is waiting for what is due, so a core bears more than one.
  workers: 3,
  fullyParallel: true,
  // A loaded machine is slow, not wrong.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    // Recording costs time in each test, and nobody reads it there.
    trace: process.env.CI ? 'off' : 'retain-on-failure',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  },
  projects: [
    { name: 'whole', testMatch: wholeOnly, use: use(findBrowser()) },
    {
      name: 'http',
      testIgnore: [bothSizes, phoneOnly, desktopOnly, wholeOnly],
      use: { ...browser },
    },
    {
      name: 'desktop',
      testMatch: [bothSizes, desktopOnly],
      grepInvert: lookIn('dark'),
      use: { ...devices['Desktop Chrome'], ...browser },
    },
    {
      name: 'phone',
      testMatch: [bothSizes, phoneOnly],
      grep: /(visitor|admin-\w+)\.spec\.ts|@both/,
      grepInvert: lookIn('light'),
      use: { ...devices['Pixel 7'], ...browser },
    },
  ],
})
