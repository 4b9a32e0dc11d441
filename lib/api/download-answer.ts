/*
 * What the site has answered to a request for a download, of which a browser tells the page nothing: a cookie that only the owner's
 * pages see.
 */

const name = 'download-answer'
/** A download may take hours. */
const maxAgeSeconds = 86_400
const attributes = 'Path=/admin; SameSite=Strict'

/** @param refusal what is wrong and what to do; `null`: the download has begun */
export function renderDownloadAnswer(refusal: string | null): string {
  return `${name}=${encodeURIComponent(refusal ?? '')}; Max-Age=${maxAgeSeconds}; ${attributes}`
}

/** Removes the answer to an earlier request. */
export const noDownloadAnswer = `${name}=; Max-Age=0; ${attributes}`

/** @returns the refusal; `null`: it has begun; `undefined`: there is no answer yet */
export function readDownloadAnswer(cookies: string): string | null | undefined {
  const cookie = cookies.split('; ').find((one) => one.startsWith(`${name}=`))
  return cookie === undefined
    ? undefined
    : decodeURIComponent(cookie.slice(name.length + 1)) || null
}
