// Installs the project's packages, including its own Node, whenever the lockfile has changed. Plain JavaScript, because the host's
// Node, which may be old, runs it; everything afterwards runs on the project's Node.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const stampPath = join(root, 'node_modules', '.setup-stamp')
const ownNode = join(root, 'node_modules', '.bin', 'node')
const stamp = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex')

const isDone =
  existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp && existsSync(ownNode)
if (!isDone) {
  console.log('Installing packages (once) ...')
  // Without scripts: one of them would compile a database although its package contains the binary.
  // Not `npm ci`, which fails when the lockfile lacks entries for this platform's binaries; `install` adds them. Both use the
  // lockfile's versions, and --no-save leaves the lockfile unchanged.
  run(root, [
    'install',
    '--no-save',
    ...'--ignore-scripts --no-audit --no-fund --loglevel=error'.split(' '),
  ])
  // The only script that is needed: it installs Node's binary for this machine.
  const installer = join(root, 'node_modules', 'node')
  check(
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
      cwd: installer,
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
    "the project's Node couldn't be installed",
  )
  // npm doesn't link a command whose file doesn't exist yet.
  if (!existsSync(ownNode)) symlinkSync(join('..', 'node', 'bin', 'node'), ownNode)
  const version = spawnSync(ownNode, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
  if (!/^v(2[4-9]|[3-9]\d)\./.test(version))
    fail(`node_modules/.bin/node is "${version}", but v24 or newer is required`)
  writeFileSync(stampPath, stamp)
}

function run(cwd, args) {
  // Under `npm run` this is the npm that runs the script.
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  check(spawnSync(command, [...first, ...args], { cwd, stdio: 'inherit' }), `npm ${args[0]} failed`)
}

function check(result, what) {
  if (result.status !== 0) fail(result.error ? `${what}: ${result.error.message}` : what)
}

function fail(what) {
  console.error(
    `Setup failed: ${what}. Check the network connection, and that npm is version 10 or newer.`,
  )
  process.exit(1)
}
