import { describe, expect, test } from 'vitest'
import { describeApi } from './openapi.ts'

const { paths = {}, components } = describeApi('https://site.example')
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods ?? {}).map(([method, operation]) => ({
    name: `${method} ${path}`,
    operation,
  })),
)

/** Every member of a JSON Schema that only makes sense for what is sent, with its place. */
function listBounds(value: unknown, place: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => [
    ...(/^(?:minimum|maximum|(?:min|max)Length|default|pattern)$/.test(name) ||
    (name === 'additionalProperties' && member === false)
      ? [`${place}.${name}`]
      : []),
    ...listBounds(member, `${place}.${name}`),
  ])
}

describe('the schemas of responses', () => {
  test('have no limit, default or closed list of fields of a request', () => {
    const schemas = listBounds(components?.schemas, 'schemas')
    const responses = operations.flatMap(({ name, operation }) =>
      listBounds(operation.responses, name),
    )
    expect([...schemas, ...responses]).toEqual([])
  })

  test('say of every printer which heaters it has, and that each has both temperatures', () => {
    expect(components?.schemas?.Printer).toMatchObject({
      properties: {
        temperatures: {
          anyOf: [
            {
              additionalProperties: {
                required: ['actual', 'target'],
                properties: { target: { type: ['number', 'null'] } },
              },
            },
            { type: 'null' },
          ],
        },
      },
    })
  })
})

test('visitors’ messages are described with their limits', () => {
  expect(Object.keys(paths['/api/3dprinter/{id}/push'] ?? {})).toEqual(['get', 'put', 'post'])
  expect(JSON.stringify(paths['/api/push'])).toContain('"maxLength":1000')
})

test('the schemas of requests keep their limits and defaults', () => {
  const { operation } = operations.find(({ name }) => name === 'patch /api/3dprinter/{id}/') ?? {}
  expect(JSON.stringify(operation?.requestBody)).toContain(
    '"progress":{"anyOf":[{"type":"number","minimum":0,"maximum":100}',
  )
  expect(listBounds(operation?.requestBody, '').join()).toMatch(/target\.default/)
})
