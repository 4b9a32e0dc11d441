/** `<target>` and its parameters; a comma or a semicolon in the target or in quotes separates nothing (RFC 8288, 3). */
const link = /<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g
/** The first `rel` counts (RFC 8288, 3.3). */
const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/i

/** The first target of a `Link` header, or of several that are joined by commas, with this relation; `null`: none has it. */
export function findLinkTarget(header: string, rel: string): string | null {
  for (const [, target = '', parameters = ''] of header.matchAll(link)) {
    const [, quoted, plain] = relation.exec(parameters) ?? []
    const values = (quoted ?? plain ?? '').toLowerCase().split(/\s+/)
    if (values.includes(rel)) return target.trim()
  }
  return null
}
