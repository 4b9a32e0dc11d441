/** Sent as `source.snapper` and in the User-Agent. Increase it when the site can see a difference. */
export const snapperVersion = '1.0.0'

const oldestNode = 24

/** An error message if this Node is too old, such as a distribution's own; `null` otherwise. */
export function describeOldNode(version: string): string | null {
  return Number.parseInt(version, 10) >= oldestNode
    ? null
    : `The snapper requires Node ${oldestNode} or newer, but this is ${version}. nodejs.org has builds for all 64-bit boards.`
}
