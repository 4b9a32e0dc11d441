import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openContent } from '#lib/content/open-content.ts'
import { readSettings } from '#lib/site/read-settings.ts'
import { folders, writeOwnersFolder } from './folders.ts'
import type { Recorded } from './record.ts'
import json from './recorded.json' with { type: 'json' }

const recorded: Recorded = json

test.each(Object.entries(recorded.folders))(
  `%s: this version has each page of ${recorded.version}, and nothing new to report`,
  async (name, before) => {
    const rootDir = await mkdtemp(join(tmpdir(), 'owner-'))
    onTestFinished(() => rm(rootDir, { recursive: true }))
    const contentDir = join(rootDir, 'content')
    await writeOwnersFolder(name, contentDir)
    const { site, issues, advice } = await readSettings(contentDir, 'site.example')
    const content = await openContent({
      contentDir,
      cacheDir: join(rootDir, 'cache'),
      rootDir: process.cwd(),
      siteUrl: 'https://site.example',
      timeZone: site.timeZone,
      hasDrafts: false,
    })
    const { posts, projects, pages, redirects, errors, warnings } = content
    const paths = [
      ...[...posts, ...projects, ...pages].map(({ path }) => path),
      ...redirects.keys(),
    ]
    expect(before.paths.filter((path) => !paths.includes(path))).toEqual([])
    const reports = [...errors, ...warnings].map(({ file, message }) => `${file}: ${message}`)
    expect(reports.filter((report) => !before.issues.includes(report))).toEqual([])
    expect([issues, advice]).toEqual([[], []])
  },
)

test('every folder is recorded: node testing/upgrades/record.ts does it', () => {
  expect(Object.keys(recorded.folders)).toEqual(Object.keys(folders))
})
