import type { ApiPrinter, ApiSnapshot } from '#lib/api/schema/printer.ts'
import { type CardText, getCardText } from './card-text.ts'

// Apart from what draws the card: a printer's page states its size, and loads no outlines of letters for that.

/** Pixels; all other sizes are relative to it. */
export const width = 1200
export const edge = 28
export const inner = width - 2 * edge
const maxPictureHeight = 860

/** The card's size in pixels. */
export function measureCard(printer: ApiPrinter, nowMs: number): { width: number; height: number } {
  const { height } = printer.snapshot === null ? blankFrame : fitFrame(printer.snapshot)
  return { width, height: edge + height + textHeight(getCardText(printer, nowMs)) }
}

export function textHeight({ progress }: CardText): number {
  return progress === null ? 210 : 254
}

export interface Frame {
  x: number
  width: number
  height: number
}

export const blankFrame: Frame = { x: edge, width: inner, height: Math.round((inner * 9) / 16) }

export function fitFrame(picture: Pick<ApiSnapshot, 'width' | 'height'>): Frame {
  const scale = Math.min(inner / picture.width, maxPictureHeight / picture.height)
  const fitted = Math.round(picture.width * scale)
  return {
    x: Math.round((width - fitted) / 2),
    width: fitted,
    height: Math.round(picture.height * scale),
  }
}
