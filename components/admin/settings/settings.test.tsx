import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { render } from '#components/testing/render.ts'
import type { ApiSettings } from '#lib/api/admin-settings.ts'
import { Settings } from './settings.tsx'
import { toMessage } from './use-settings.ts'

const settings: ApiSettings = {
  version: 'v',
  folder: '/content',
  is_writable: true,
  text: 'title: Ada\n',
  values: { title: 'Ada', profiles: [{ label: 'Code', url: '/code' }] },
  faults: [],
  advice: [],
}
const show = (changes: Partial<ApiSettings>) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Settings first={{ ...settings, ...changes }} />
    </QueryClientProvider>,
  )

test('the fields have what is set, and a list has its entries', () => {
  const { all } = show({})
  const values = Object.fromEntries(
    all('input').map(({ properties }) => [properties.name, properties.value]),
  )
  expect(values).toMatchObject({
    title: 'Ada',
    tagline: '',
    'profiles/0/label': 'Code',
    'profiles/0/url': '/code',
  })
})

test('what applies only in part is said at its field', () => {
  const advice = [{ path: 'author/photo', line: 3, message: 'It names no file.' }]
  const { all, text } = show({ advice })
  expect(text).toContain('It names no file.')
  const invalid = all('input').filter(({ properties }) => properties.ariaInvalid === 'true')
  expect(invalid.map(({ properties }) => properties.name)).toEqual(['author/photo'])
})

test('in a folder that can’t be written the button doesn’t promise to save', () => {
  const { all, text } = show({ is_writable: false })
  expect(text).toContain('The site can’t write into /content.')
  const buttons = all('button').map(({ name }) => name)
  expect(buttons).toContain('Show the text for site.yaml')
  expect(buttons).not.toContain('Save')
})

test('a file with a fault is shown as it is, with every fault and its line', () => {
  const fault = { path: 'titel', line: 1, message: 'titel is unknown; did you mean title?' }
  const { all, text } = show({ values: {}, faults: [fault], text: 'titel: Ada\n' })
  expect(text).toContain('Line 1 titel is unknown; did you mean title?')
  expect(all('textarea')).toHaveLength(1)
  expect(all('input')).toHaveLength(0)
})

test('a save says which settings changed, or that only the text did', () => {
  const saved = { is_saved: true, changed: [], text: 'title: Ada\n' }
  expect(toMessage(saved, 'title: Ada\ntitel: x\n')).toBe('Saved. No setting has another value.')
  expect(toMessage(saved, saved.text)).toBe('Nothing was changed.')
  expect(toMessage({ ...saved, changed: ['title'] }, '')).toMatch(/^Saved: title\./)
  expect(toMessage({ ...saved, is_saved: false }, '')).toBe('Put the text into site.yaml.')
})
