/* Grey JPEGs of 320x240 pixels that sharp can't write: with restart markers, with hundreds of scans. Tests only. */
import { segment } from './jpeg-parts.fixture.ts'

const columns = 40
const rows = 30

/** Huffman tables: twelve sizes of DC differences; for AC only "end of block" or "end of 1,024 or more blocks". */
const dcTable = Buffer.from([0x00, 0, 0, 0, 12, ...Array(12).fill(0), ...Array(12).keys()])
const acTable = Buffer.from([0x10, 1, ...Array(15).fill(0), 0])
const acRunTable = Buffer.from([0x10, 1, ...Array(15).fill(0), 0xa0])

function encodeRow(row: number, endOfBlock: string): Buffer {
  let bits = ''
  let previous = 0
  for (let column = 0; column < columns; column += 1) {
    const level = ((column * 7 + row * 11) % 200) * 8 - 800
    const difference = level - previous
    previous = level
    const size = difference === 0 ? 0 : Math.abs(difference).toString(2).length
    const magnitude = difference > 0 ? difference : difference + 2 ** size - 1
    bits += size.toString(2).padStart(4, '0')
    if (size > 0) bits += magnitude.toString(2).padStart(size, '0')
    bits += endOfBlock
  }
  return toEntropyData(bits)
}

function toEntropyData(bits: string): Buffer {
  const bytes = (bits.match(/.{1,8}/g) ?? []).map((eight) =>
    Number.parseInt(eight.padEnd(8, '1'), 2),
  )
  return Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])))
}

function encodeRows(endOfBlock: string): Buffer[] {
  return Array.from({ length: rows }, (_, row) => {
    const restart = row === rows - 1 ? [] : [0xff, 0xd0 + (row % 8)]
    return Buffer.concat([encodeRow(row, endOfBlock), Buffer.from(restart)])
  })
}

function encodeHead(frame: number): Buffer {
  const size = [0, rows * 8, (columns * 8) >> 8, (columns * 8) & 255]
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, Buffer.from([0, ...Array(64).fill(1)])),
    segment(frame, Buffer.from([8, ...size, 1, 1, 0x11, 0])),
    segment(0xc4, dcTable),
    segment(0xdd, Buffer.from([0, columns])),
  ])
}

const end = Buffer.from([0xff, 0xd9])

/** Baseline, with a restart marker after each row of blocks. `alter` may change the rows before they are joined. */
export function encodeWithRestarts(alter: (rows: Buffer[]) => Buffer[] = (same) => same): Buffer {
  const scan = segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0]))
  return Buffer.concat([
    encodeHead(0xc0),
    segment(0xc4, acTable),
    scan,
    ...alter(encodeRows('0')),
    end,
  ])
}

/** Progressive and valid: each of 63 coefficients in four scans of a few bytes, each a pass over the whole picture. */
export function encodeManyScans(): Buffer {
  const scans = [segment(0xda, Buffer.from([1, 1, 0, 0, 0, 0])), ...encodeRows('')]
  scans.push(segment(0xdd, Buffer.from([0, 0])), segment(0xc4, acRunTable))
  const allBlocksEnd = toEntropyData(`0${(columns * rows - 1024).toString(2).padStart(10, '0')}`)
  for (const precision of [0x03, 0x32, 0x21, 0x10])
    for (let coefficient = 1; coefficient < 64; coefficient += 1)
      scans.push(
        segment(0xda, Buffer.from([1, 1, 0, coefficient, coefficient, precision])),
        allBlocksEnd,
      )
  return Buffer.concat([encodeHead(0xc2), ...scans, end])
}
