import { ReaderScriptTag } from '../client-script-tag.tsx'

export default function Head() {
  return <ReaderScriptTag />
}
