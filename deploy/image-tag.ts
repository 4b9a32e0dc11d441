import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/*
 * `node deploy/image-tag.ts` prints a tag for the images: the version and a hash of every file that they are made of. Changed content
 * gets another tag, so an upgrade changes something and a rollback finds the earlier image.
 */

const root = join(import.meta.dirname, '..')
const ignoreFile = 'deploy/Dockerfile.dockerignore'

/** The files of the build context, as the ignore file selects them. */
function listFiles(): string[] {
  const lines = readFileSync(join(root, ignoreFile), 'utf8').split('\n')
  const selected = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
  const excluded = lines.filter((line) => line.startsWith('**'))
  // Doesn't descend into excluded folders.
  const exclude = [...excluded, 'node_modules', '**/node_modules/**']
  return globSync(['deploy/Dockerfile', ...selected, ...selected.map((path) => `${path}/**`)], {
    cwd: root,
    exclude,
  }).sort()
}

const hash = createHash('sha256')
for (const file of new Set(listFiles())) {
  const path = join(root, file)
  if (!statSync(path).isFile()) continue
  const bytes = readFileSync(path)
  hash.update(`${file}\0${bytes.length}\0`).update(bytes)
}
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
}
console.log(`${version}-${hash.digest('hex').slice(0, 10)}`)
