import type { ApiPrint } from '#lib/api/schema/prints.ts'

/** What a channel sends. */
export interface Message {
  /** The same at every try. */
  id: string
  /** Such as `print.finished`; receivers choose by it. */
  type: string
  /** When it happened. */
  at: Date
  title: string
  /** Sentences. */
  text: string
  /** Where to read more. */
  url: string
  picture: { url: string; alt: string } | null
  /** 1 (lowest) to 5, as ntfy has them. */
  priority: number
  printer: { id: number; name: string } | null
  print: ApiPrint | null
  /** Of a digest: what it lists, oldest first. */
  messages: readonly Message[]
}
