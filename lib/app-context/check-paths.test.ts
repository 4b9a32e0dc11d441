import { expect, test } from 'vitest'
import { parseSettings } from '#lib/site/parse-settings.ts'
import { getDefaultSite } from '#lib/site/site.ts'
import { toSite } from '#lib/site/to-site.ts'
import { checkPaths } from './load-site.ts'

function check(yaml: string) {
  const { settings, ...parsed } = parseSettings(yaml)
  const site = toSite(settings, getDefaultSite('site.example'))
  const { issues, advice } = checkPaths({ ...parsed, site }, (path) => path === '/me 2.jpg')
  return [...issues, ...advice].map(({ line, message }) => `${line}: ${message}`)
}

test('a photo of the author that is not in the folder is named with its line', () => {
  expect(check('author:\n  name: Ada\n  photo: /ada.jpg\n')).toEqual([
    '3: author.photo names no file; put one at content/public/ada.jpg',
  ])
})

test('one that is there, or on another site, is not', () => {
  for (const photo of ['/me 2.jpg', 'https://ada.example/ada.jpg'])
    expect(check(`author: {photo: "${photo}"}`)).toEqual([])
  expect(check('title: A')).toEqual([])
})
