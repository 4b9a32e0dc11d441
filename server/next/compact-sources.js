import { hash } from 'node:crypto'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

// What minifiers have written: outside literals it is ASCII.
const bundle = /\/(?:\.next\/server\/chunks|next\/dist\/compiled\/next-server)\/[^?]+\.js$/
/** A chunk of Turbopack's: an array of functions that don't know their file. */
const chunk = /^module\.exports=\[/
const sourceMapComment = /\n\/\/# sourceMappingURL=.*\s*$/

/**
 * Makes Node load the same code with less memory. V8 keeps the source of everything that is loaded. One character outside Latin-1, such
 * as a typographic apostrophe, makes it store the whole file with two bytes a character, and Turbopack writes copies of a chunk that
 * many pages share. Call it before Next loads.
 */
export function compactSources() {
  /** @type {Map<string, string>} */
  const firstFiles = new Map()
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (typeof loaded.source !== 'string' || !bundle.test(url)) return loaded
      if (chunk.test(loaded.source)) {
        const file = fileURLToPath(url)
        const digest = hash('sha256', loaded.source.replace(sourceMapComment, ''))
        const first = firstFiles.get(digest) ?? file
        firstFiles.set(digest, first)
        if (first !== file)
          return { ...loaded, source: `module.exports=require(${JSON.stringify(first)})` }
      }
      return { ...loaded, source: escapeWide(loaded.source) }
    },
  })
}

/**
 * The source with escapes for what isn't Latin-1. Unchanged where such a character follows a backslash, which would escape the escape.
 * @param {string} source
 */
function escapeWide(source) {
  if (!/[^\0-\xff]/.test(source) || /\\[^\0-\xff]/.test(source)) return source
  const escaped = source.replace(
    /[^\0-\xff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  // What `replace` makes of a string of two bytes a character has two bytes as well.
  return Buffer.from(escaped, 'latin1').toString('latin1')
}
