import type { Root } from 'hast'
import type { PostResponse } from '../read/responses.ts'
import { element, text } from './element.ts'

/** In a feed nothing stands around an entry's text, so what a post answers is said in it. The page says it by itself. */
export function addResponseHeading(tree: Root, responses: readonly PostResponse[]): Root {
  const said = responses.map(({ verb, url, label }) =>
    element('p', {}, [text(`${verb} `), element('a', { href: url }, [text(label)])]),
  )
  return { ...tree, children: [...said, ...tree.children] }
}
