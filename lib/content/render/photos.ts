import type { Root } from 'hast'
import type { PhotoSource } from '../read/photos.ts'
import { element } from './element.ts'

/** Puts the pictures of the front matter above the text: figures like any other, which machines know as `u-photo`. */
export function addPhotos(tree: Root, photos: readonly PhotoSource[]): void {
  const paragraphs = photos.map(({ src, alt, line }) => {
    const image = element('img', { src, alt, className: ['u-photo'] })
    const point = { line, column: 1 }
    image.position = { start: point, end: point } // where a fault in it is to be mended
    return element('p', {}, [image])
  })
  tree.children.unshift(...paragraphs)
}
