// npm run images:fetch: downloads remote pictures into the content folder, so that visitors load them from this site.

import { getContent } from '#lib/app-context/content-context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { ContentError, requireValid } from '#lib/content/content-errors.ts'
import { fetchPictures } from './fetch-pictures.ts'

const content = await getContent()
  .then(requireValid)
  .catch((error: unknown) => {
    if (!(error instanceof ContentError)) throw error
    console.error(error.message)
    process.exit(1)
  })
const urls = [...content.posts, ...content.projects, ...content.pages]
  .flatMap((document) => document.pictures.map(({ url }) => url))
  .filter((url) => /^https?:/.test(url))
const { fetched, failed } = await fetchPictures(getEnv().contentDir, urls)
for (const url of fetched) console.log(`fetched ${url}`)
for (const { url, reason } of failed)
  console.error(`${url} was not fetched and stays remote: ${reason}`)
console.log(`${fetched.length} fetched, ${failed.length} failed`)
if (failed.length > 0) process.exitCode = 1
