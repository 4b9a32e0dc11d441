import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toolsFolder } from './find-tool.ts'

export const schemasFolder = join(toolsFolder, 'kubernetes-schemas')

/** Of the oldest supported Kubernetes. */
const module = 'k8s.io/kubernetes@v1.34.2'

interface Schema {
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[]
  [key: string]: unknown
}

/**
 * Converts the OpenAPI document in Kubernetes's Go module to strict JSON schemas for kubeconform, which reject unknown fields. The
 * API server itself only warns of those.
 */
export function fetchKubernetesSchemas(): void {
  const args = ['mod', 'download', '-json', module]
  const { stdout, stderr, status } = spawnSync('go', args, {
    encoding: 'utf8',
    cwd: toolsFolder,
  })
  if (status !== 0) throw new Error(`go ${args.join(' ')} failed with ${status}: ${stderr}`)
  const { Dir } = JSON.parse(stdout) as { Dir: string }
  const text = readFileSync(join(Dir, 'api/openapi-spec/swagger.json'), 'utf8')
  const { definitions } = JSON.parse(text) as { definitions: Record<string, Schema> }

  rmSync(schemasFolder, { recursive: true, force: true })
  mkdirSync(schemasFolder, { recursive: true })
  for (const [name, definition] of Object.entries(definitions)) {
    definitions[name] = toStrict(definition)
    for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      const file = `${kind.toLowerCase()}-${group === '' ? '' : `${group.split('.')[0]}-`}${version}.json`
      const schema = { $ref: `_definitions.json#/definitions/${name}` }
      writeFileSync(join(schemasFolder, file), JSON.stringify(schema))
    }
  }
  writeFileSync(join(schemasFolder, '_definitions.json'), JSON.stringify({ definitions }))
}

/** Quantities and ports may be numbers, which only the document's descriptions say. */
function toStrict(schema: Schema): Schema {
  if (
    schema.format === 'int-or-string' ||
    /Quantity is a fixed-point/.test(String(schema.description))
  )
    return { oneOf: [{ type: 'string' }, { type: 'number' }] }
  if (schema.properties && schema.additionalProperties === undefined)
    return { ...schema, additionalProperties: false }
  return schema
}
