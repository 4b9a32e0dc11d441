import { getEngineLanguage, getSite } from '#lib/site/site.ts'

/** Links to the source file if the owner's repository is public. */
export function EditLink({ file }: { file: string }) {
  const { editUrl } = getSite()
  if (editUrl === null) return null
  const path = file.split('/').map(encodeURIComponent).join('/')
  return (
    <p lang={getEngineLanguage()} className="post-edit mt-12 text-quiet text-(length:--text-small)">
      <a className="text-link" href={editUrl + path}>
        Suggest a correction
      </a>
    </p>
  )
}
