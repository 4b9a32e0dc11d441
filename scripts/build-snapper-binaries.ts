import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** What npm has a Node 24 for. There is none for 32-bit boards. */
export const platforms = ['linux-x64', 'linux-arm64'] as const
export type Platform = (typeof platforms)[number]

const root = join(import.meta.dirname, '..')
/** By it Node finds out that it has a program inside; from Node's documentation of single executable applications. */
const sentinelFuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/**
 * Puts the bundled snapper into a copy of Node for each platform, so that a board without Node can run it: one file of 125 MB.
 * @returns the paths of the programs, `dist/snapper-linux-arm64`
 * @throws Error with npm's message if Node for a platform can't be had
 */
export function buildSnapperBinaries(
  bundle: string,
  outDir: string,
  wanted: readonly Platform[] = platforms,
): string[] {
  const blob = createBlob(bundle)
  const programs: string[] = []
  for (const platform of wanted) {
    const program = join(outDir, `snapper-${platform}`)
    copyFileSync(fetchNode(platform), program)
    chmodSync(program, 0o755)
    const postject = join(root, 'node_modules/postject/dist/cli.js')
    const args = [postject, program, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', sentinelFuse]
    execFileSync(process.execPath, args, { stdio: 'ignore' })
    programs.push(program)
  }
  return programs
}

/** No code cache and no snapshot: both would be for this machine only. */
function createBlob(bundle: string): string {
  const folder = join(root, '.cache/snapper-binaries')
  mkdirSync(folder, { recursive: true })
  const [main, output, settings] = ['main.cjs', 'blob', 'sea.json'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  // Without the line for the shell.
  writeFileSync(main, readFileSync(bundle, 'utf8').replace(/^#!.*\n/, ''))
  writeFileSync(settings, JSON.stringify({ main, output, disableExperimentalSEAWarning: true }))
  execFileSync(process.execPath, ['--experimental-sea-config', settings], { stdio: 'ignore' })
  return output
}

/** Node of this version for another platform, from npm, once. @returns the path of its program */
function fetchNode(platform: Platform): string {
  const version = process.version.slice(1)
  const folder = join(root, '.cache', `node-${platform}-${version}`)
  const program = join(folder, 'package/bin/node')
  if (existsSync(program)) return program
  mkdirSync(folder, { recursive: true })
  const options = { cwd: folder, encoding: 'utf8' } as const
  const archive = execFileSync('npm', ['pack', '--silent', `node-${platform}@${version}`], options)
  execFileSync('tar', ['xzf', archive.trim(), 'package/bin/node'], options)
  return program
}
