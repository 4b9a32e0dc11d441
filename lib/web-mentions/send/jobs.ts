import type { Delivered, Delivery } from './deliver-mention.ts'

/** What the process that sends gets. */
export type SendJob =
  | { kind: 'links'; html: string; urls: readonly string[]; siteUrl: string }
  | { kind: 'deliver'; delivery: Delivery; homeHosts: readonly string[] }

export type SendResult = { links: string[] } | { delivered: Delivered }
