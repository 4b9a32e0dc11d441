import { cleanText } from '#lib/api/clean-text.ts'
import type { Printer } from './types.ts'

/**
 * A printer's cameras by number, each with what it is called: by the owner, else by the snapper, else by its number. The first one
 * exists before its first picture.
 */
export function listCameras({ cameras }: Pick<Printer, 'cameras'>) {
  const numbers = new Set([1, ...cameras.map(({ number }) => number)])
  return [...numbers]
    .sort((a, b) => a - b)
    .map((number) => {
      const { name, reportedName, isPublishing } =
        cameras.find((each) => each.number === number) ?? {}
      return {
        number,
        name: cleanText(name ?? reportedName ?? `Camera ${number}`),
        ownersName: name ?? null,
        isPublishing: isPublishing ?? true,
      }
    })
}
