import { site } from '#lib/core/site.ts'

/** To the file itself, where the owner's sources are in the open. */
export function EditLink({ file }: { file: string }) {
  if (site.editUrl === null) return null
  const path = file.split('/').map(encodeURIComponent).join('/')
  return (
    <a className="text-link" href={site.editUrl + path}>
      Suggest a correction
    </a>
  )
}
