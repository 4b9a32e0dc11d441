import { site } from '#lib/core/site.ts'

/** Links to the source file if the owner's repository is public. */
export function EditLink({ file }: { file: string }) {
  if (site.editUrl === null) return null
  const path = file.split('/').map(encodeURIComponent).join('/')
  return (
    <a className="text-link" href={site.editUrl + path}>
      Suggest a correction
    </a>
  )
}
