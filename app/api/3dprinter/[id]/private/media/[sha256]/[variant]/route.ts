import { privateRoute } from '../../../../private-route.ts'

/** The current picture while the camera is paused, whose public address is 404 then. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = privateRoute<{
  id: string
  sha256: string
  variant: string
}>(async ({ media }, id, { sha256, variant }) => {
  const { bytes, type } = await media.getPrivate(id, sha256, variant)
  // A Buffer is a Uint8Array over an ArrayBuffer here, which lib.dom can't know.
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'content-type': type } })
})
