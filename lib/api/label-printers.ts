import { isolateDirection } from './clean-text.ts'

/** What to call each printer by its number: its name, with the number where others have the same name. */
export function labelPrinters(
  printers: readonly { id: number; name: string }[],
): (id: number) => string {
  const labels = new Map(
    printers.map(({ id, name }) => {
      const isRepeated = printers.some((other) => other.id !== id && other.name === name)
      return [id, isRepeated ? `${isolateDirection(name)} (printer ${id})` : name]
    }),
  )
  return (id) => labels.get(id) ?? `printer ${id}`
}
