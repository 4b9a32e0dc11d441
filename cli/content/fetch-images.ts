// npm run images:fetch: downloads remote pictures into the content folder, so that visitors load them from this site.

import { getContent } from '#lib/app-context/content-context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { requireValid } from '#lib/content/content-errors.ts'
import { createOutbound } from '#lib/outbound/outbound.ts'
import { parseArguments, runCommand } from '../command.ts'
import { requireContent } from '../require-content.ts'
import { fetchPictures } from './fetch-pictures.ts'

const usage = `npm run images:fetch

  Downloads the pictures that documents show from other sites into the content folder (CONTENT_DIR).

  Exit codes: 0 success, 1 errors in the content or a failed download, 2 invalid arguments.`

await runCommand(usage, async (args) => {
  parseArguments(args, { options: {} })
  requireContent(getEnv(), 'refuse')
  const content = requireValid(await getContent())
  const urls = [content.posts, content.projects, content.pages, content.unlisted]
    .flat()
    .flatMap((document) => document.pictures.map(({ url }) => url))
    .filter((url) => /^https?:/.test(url))
  const { contentDir, homeHosts } = getEnv()
  const { fetched, failed } = await fetchPictures(contentDir, urls, createOutbound({ homeHosts }))
  for (const url of fetched) console.log(`fetched ${url}`)
  for (const { url, reason } of failed)
    console.error(`${url} was not fetched and stays remote: ${reason}`)
  console.log(`${fetched.length} fetched, ${failed.length} failed`)
  return failed.length > 0 ? 1 : 0
})
