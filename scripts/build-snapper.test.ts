import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

test('with MQTT the snapper is one file, too, and the small one says which', () => {
  execFileSync(process.execPath, ['scripts/build-snapper.ts'], { cwd: root, stdio: 'ignore' })
  const address = 'https://example.org/api/3dprinter/1/'
  const run = (file: string) => {
    const env = {
      NODE_ENV: 'test',
      PRINTER_ENDPOINT: address,
      MQTT_URL: 'mqtt://127.0.0.1:1',
    } as const
    return spawnSync(process.execPath, [`dist/${file}`], { cwd: root, env, encoding: 'utf8' })
      .stderr
  }
  expect(run('snapper.cjs')).toContain('MQTT_URL: use snapper-mqtt.cjs')
  expect(run('snapper-mqtt.cjs')).not.toContain('MQTT_URL')
  const bundle = readFileSync(`${root}dist/snapper-mqtt.cjs`, 'utf8')
  const required = [...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name ?? '')
  // The last three are optional to MQTT.js.
  const optional = ['sharp', 'supports-color', 'bufferutil', 'utf-8-validate']
  expect(required.filter((name) => !isBuiltin(name) && !optional.includes(name))).toEqual([])
})

test('the snapper is one file below 100 kB that only needs Node', () => {
  execFileSync(process.execPath, ['scripts/build-snapper.ts'], { cwd: root })
  const bundle = readFileSync(`${root}dist/snapper.cjs`, 'utf8')
  expect(Buffer.byteLength(bundle)).toBeLessThan(100_000)
  const required = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)
  expect(required.filter((name) => !name?.startsWith('node:') && name !== 'sharp')).toEqual([])
  const help = execFileSync(process.execPath, ['dist/snapper.cjs', '--help'], { cwd: root })
  expect(help.toString()).toMatch(/^Usage: snapper /)
})
