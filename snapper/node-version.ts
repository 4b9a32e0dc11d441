const oldest = 24

/** What to tell somebody whose Node is too old, such as a distribution's own; `null` where it will do. */
export function describeOldNode(version: string): string | null {
  return Number.parseInt(version, 10) >= oldest
    ? null
    : `The snapper needs Node ${oldest} or newer, and this is ${version}: nodejs.org has it for every board with 64 bits.`
}
