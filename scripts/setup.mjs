// Brings the project's packages, its own Node among them, once for each state of the lockfile. Plain JavaScript, because the
// host's Node, which may be old, runs it: everything after it runs on the project's.
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
  // Without scripts: one of them would compile a database that its package brings ready made.
  // `install` and not `ci`: a lockfile made where a registry has only this platform's binaries lacks the others' entries, which
  // `ci` refuses and `install` brings. Versions are the lockfile's either way, and --no-save leaves it as it is.
  run(root, [
    'install',
    '--no-save',
    ...'--ignore-scripts --no-audit --no-fund --loglevel=error'.split(' '),
  ])
  // The one script that is needed brings Node's binary for this machine.
  const installer = join(root, 'node_modules', 'node')
  check(
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
      cwd: installer,
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
    "the project's Node couldn't be installed",
  )
  // npm links no command whose file wasn't there yet when it installed.
  if (!existsSync(ownNode)) symlinkSync(join('..', 'node', 'bin', 'node'), ownNode)
  const version = spawnSync(ownNode, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
  if (!/^v(2[4-9]|[3-9]\d)\./.test(version))
    fail(`node_modules/.bin/node answers "${version}" instead of v24 or newer`)
  writeFileSync(stampPath, stamp)
}

function run(cwd, args) {
  // Under `npm run` this is the very npm that was called.
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  check(spawnSync(command, [...first, ...args], { cwd, stdio: 'inherit' }), `npm ${args[0]} failed`)
}

function check(result, what) {
  if (result.status !== 0) fail(result.error ? `${what}: ${result.error.message}` : what)
}

function fail(what) {
  console.error(`Setting up failed: ${what}. Is the network there, and npm at least 10?`)
  process.exit(1)
}
