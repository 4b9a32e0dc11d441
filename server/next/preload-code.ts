import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Next's own, for all pages. */
const shared = [
  'next/dist/compiled/@opentelemetry/api',
  'next/dist/compiled/next-server/app-page-turbo.runtime.prod.js',
]

/**
 * Reads and compiles the code of pages, each file in a turn of its own. Next does so in one turn, in which no request is answered, when a
 * page is requested for the first time; it then finds the files loaded.
 * @param pages such as `/blog`, `/` for the home page
 */
export async function preloadCode(distDir: string, pages: readonly string[]): Promise<void> {
  const folder = join(distDir, 'server')
  const require = createRequire(join(folder, 'index.js'))
  for (const name of shared) {
    require(name)
    await nextTurn()
  }
  for (const page of pages) {
    const program = await readFile(join(folder, 'app', page, 'page.js'), 'utf8')
    for (const [, chunk = ''] of program.matchAll(/\bR\.c\("(server\/chunks\/[^"]+)"\)/g)) {
      // An array of functions; nothing of it is run.
      require(join(distDir, chunk))
      await nextTurn()
    }
  }
}
