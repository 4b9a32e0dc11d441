import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A real S3 server for the tests. */
export interface S3Program {
  accessKeyId: string
  secretAccessKey: string
  /** Does nothing when it is installed. @returns its path */
  install(): Promise<string>
  /** `folder` is empty, and deleted when the server stops. */
  getArguments(options: { folder: string; port: number; region: string }): Promise<{
    args: string[]
    env: Record<string, string>
  }>
}

interface GoProgram {
  name: string
  /** Of the module. */
  version: string
  /** A module's package. */
  package: string
  /** A program of ours that uses it. Default: the package is the program. */
  source?: string
}

/**
 * Builds a program from a Go module into `.cache/`, once.
 * @returns its path
 * @throws Error when Go or the module is not available
 */
export async function buildGoProgram(program: GoProgram): Promise<string> {
  const { name, version, source } = program
  const folder = join(import.meta.dirname, `../../.cache/${name}-${version}`)
  const path = join(folder, name)
  if (existsSync(path)) return path
  await mkdir(folder, { recursive: true })
  const build = await mkdtemp(join(folder, 'build-'))
  const go = promisify(execFile)
  const env = { ...process.env, GOFLAGS: '-mod=mod', CGO_ENABLED: '0' }
  try {
    if (source !== undefined) await writeFile(join(build, 'main.go'), source)
    await go('go', ['mod', 'init', name], { env, cwd: build })
    await go('go', ['get', `${program.package}@${version}`], { env, cwd: build })
    // Without debug information: smaller and faster to link.
    const flags = ['-trimpath', '-ldflags=-s -w', '-o', name]
    const main = source === undefined ? program.package : '.'
    await go('go', ['build', ...flags, main], { env, cwd: build })
    await rename(join(build, name), path)
  } finally {
    await rm(build, { recursive: true, force: true })
  }
  return path
}
