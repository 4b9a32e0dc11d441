import { realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { RenderContext } from './render-context.ts'

/** True for `photo.jpg` and `./a/b.md`; false for addresses, for `/from/the/root` and for `#here`. */
export function isRelative(url: string): boolean {
  return url !== '' && !/^(?:[a-z][a-z0-9+.-]*:|\/|#|\?)/i.test(url)
}

/**
 * The file that a relative reference means, beside the document; null where there is none within the content folder.
 * Found or not, the document depends on it from now on.
 */
export async function findFile(url: string, context: RenderContext): Promise<string | null> {
  const [reference = ''] = url.split(/[?#]/)
  // The comments keep the build from tracing every folder that this could be.
  const path = join(
    /* turbopackIgnore: true */ context.contentDir,
    dirname(context.file),
    decode(reference),
  )
  context.dependencies.add(path)
  const root = await realpath(context.contentDir)
  const real = await realpath(/* turbopackIgnore: true */ path).catch(() => null)
  return real?.startsWith(root + sep) ? real : null
}

function decode(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}
