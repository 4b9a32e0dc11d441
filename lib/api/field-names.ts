/*
 * A reading's field has one name, `elapsed_seconds` on the wire and in the database; in TypeScript it is `elapsedSeconds`.
 */

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name

export type CamelCased<Fields> = {
  [Name in keyof Fields as CamelCase<Name & string>]: Fields[Name]
}

export function toCamelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

export function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
