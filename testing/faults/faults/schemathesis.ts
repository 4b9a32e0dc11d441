import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Fault } from '../fault.ts'
import { account, startVictim } from '../site.ts'

const version = '4.32.5'
const installed = join(import.meta.dirname, '../../../.cache', `schemathesis-${version}`)
const run = promisify(execFile)

/** Requests that the API's own description suggests, for a bounded time. 501 is the answer to a method that HTTP doesn't know. */
export const schemathesis: Fault = {
  promise: 'No request that the OpenAPI document suggests gets a 5xx',
  needs: ['python3'],
  async run({ isQuick, folder }) {
    await install()
    const site = await startVictim(join(folder, 'data'), { LOG_LEVEL: 'error' })
    try {
      const basic = Buffer.from(`${account.user}:${account.password}`).toString('base64')
      const args = [
        ...['-m', 'schemathesis.cli', 'run', `${site.url}/api/openapi.json`, '--seed=1'],
        ...[`--header=Authorization: Basic ${basic}`, '--checks=not_a_server_error'],
        ...[`--max-time=${isQuick ? 20 : 600}`, '--max-examples=200', '--continue-on-failure'],
        ...['--no-color', '--no-shrink', '--report=junit', '--report-junit-path=report.xml'],
      ]
      const options = { cwd: folder, maxBuffer: 1 << 26 }
      const { stdout } = await run(join(installed, 'bin/python'), args, options).catch(
        (error: { stdout?: string }) => ({ stdout: error.stdout ?? String(error) }),
      )
      const tried = Number(/(\d+) generated/.exec(stdout)?.[1] ?? 0)
      // 501 answers a method that HTTP doesn't know.
      const failures = stdout.split('\n').filter((line) => /\[5\d\d\](?<!\[501\])/.test(line))
      if (tried === 0) failures.push(`It tried nothing: ${stdout.slice(-2000)}`)
      return { tried, failures }
    } finally {
      await site.kill()
    }
  },
}

/** Into a virtual environment, once. */
async function install(): Promise<void> {
  if (existsSync(installed)) return
  const draft = `${installed}.${process.pid}`
  await mkdir(draft, { recursive: true })
  await run('python3', ['-m', 'venv', draft])
  await run(join(draft, 'bin/pip'), ['install', '--quiet', `schemathesis==${version}`])
  await rename(draft, installed).catch(() => rm(draft, { recursive: true }))
}
