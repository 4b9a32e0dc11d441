import { renderDownloadAnswer } from '#lib/api/download-answer.ts'

/** Tells the page that requested a download whether it has begun. A refusal must be a problem document. */
export async function answerDownload(response: Response): Promise<Response> {
  const refusal = response.ok ? null : String((await response.clone().json()).detail)
  response.headers.append('set-cookie', renderDownloadAnswer(refusal))
  return response
}
