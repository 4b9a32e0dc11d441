import { ClientScriptTag } from '../client-script-tag.tsx'

export default function Head() {
  return <ClientScriptTag />
}
