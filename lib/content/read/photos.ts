import { z } from 'zod'
import { text } from './fields.ts'

/** A picture that the front matter names: what a photo post consists of. */
export interface PhotoSource {
  /** As written: relative to the file, or an address. */
  src: string
  alt: string
  /** In the file. */
  line: number
}

/** The picture that stands for a document where others list it. */
export interface Thumbnail {
  /** As written: relative to the file, or an address. */
  src: string
  /** In the file. */
  line: number
}

const photo = z.union([z.string(), z.looseObject({ src: z.string(), alt: text })], {
  error: 'has to be a file beside this one, or {src: a.jpg, alt: what it shows}',
})

/** One picture or a list of them; each a file's name, or a name with the words for those who can't see it. */
export const photos = z
  .union([z.array(photo), photo.transform((one) => [one])], {
    error: 'has to be a file beside this one, or {src: a.jpg, alt: what it shows}',
  })
  .nullish()
  .transform((given) =>
    (given ?? []).map((one) =>
      typeof one === 'string' ? { src: one, alt: '' } : { src: one.src, alt: one.alt ?? '' },
    ),
  )
