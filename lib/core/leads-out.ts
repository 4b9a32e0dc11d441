import { realpathSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'

/*
 * A content folder may be somebody else's repository: a link in it must not publish a file of this machine. The folder itself may be a
 * link, as git-sync makes it, and so may its files lead to each other.
 */

/** Whether a file of a folder is somewhere else, behind a symbolic link. What doesn't exist isn't. */
export async function leadsOut(folder: string, file: string): Promise<boolean> {
  const find = (path: string) => realpath(/* turbopackIgnore: true */ path).catch(() => null)
  return isOutside(await find(folder), await find(join(folder, file)))
}

/** The same without waiting, for what is rendered in one go. */
export function leadsOutNow(folder: string, file: string): boolean {
  const find = (path: string) => {
    try {
      return realpathSync(/* turbopackIgnore: true */ path)
    } catch {
      return null
    }
  }
  return isOutside(find(folder), find(join(folder, file)))
}

function isOutside(root: string | null, path: string | null): boolean {
  return root !== null && path !== null && path !== root && !path.startsWith(root + sep)
}

export const outsideMessage =
  'is a link to a file outside of the content folder, which is not read; put the file itself there'
