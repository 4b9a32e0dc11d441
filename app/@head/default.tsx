import { ReaderScriptTag } from '../reader-script-tag.tsx'

export default function Head() {
  return <ReaderScriptTag />
}
