/* The pictures of the image rows of the bad-input suite, with their row numbers, generated. Tests only. */

import { crc32, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import type { ErrorCode } from '#lib/core/errors.ts'
import { encodeManyScans, encodeWithRestarts } from './jpeg-encoder.fixture.ts'
import {
  cut,
  draw,
  findScanData,
  insert,
  photograph,
  segment,
  withFrame,
  without,
  withSegments,
} from './jpeg-parts.fixture.ts'

type Make = () => Promise<Buffer>

const withGap = (jpeg: Buffer) =>
  cut(jpeg, Math.floor(jpeg.length * 0.4), Math.floor(jpeg.length * 0.6))
const pngChunk = (type: string, body: Buffer) => {
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from(type), body, Buffer.alloc(4)])
  chunk.writeUInt32BE(body.length)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4)
  return chunk
}
/** 256 megapixels in 31 kB, one bit each. */
async function flatPng(): Promise<Buffer> {
  const head = Buffer.from([0, 0, 0x3e, 0x80, 0, 0, 0x3e, 0x80, 1, 0, 0, 0, 0])
  const rows = deflateSync(Buffer.alloc(16_000 * 2001), { level: 1 })
  const chunks = [pngChunk('IHDR', head), pngChunk('IDAT', rows), pngChunk('IEND', Buffer.of())]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

const text = (words: string) => async () => Buffer.from(words)
const hex = (digits: string) => async () => Buffer.from(digits.padEnd(200, '0'), 'hex')
const part =
  (share: number, options = {}) =>
  async () => {
    const jpeg = await photograph(options)
    return jpeg.subarray(0, Math.floor(jpeg.length * share))
  }
const shortBy =
  (bytes: number, options = {}) =>
  async () =>
    (await photograph(options)).subarray(0, -bytes)
const framed = (frame: Parameters<typeof withFrame>[1]) => async () =>
  withFrame(await photograph(), frame)
const zeroTailed = (progressive: boolean) => async () => {
  const jpeg = await photograph({ progressive })
  return jpeg.fill(0, findScanData(jpeg) + 200)
}

const picturesByCode = {
  'image-empty': {
    '43 no bytes': text(''),
  },
  'image-corrupt': {
    '44 one byte': async () => Buffer.from([0xff]),
    '44 three bytes': async () => Buffer.from([0xff, 0xd8, 0xff]),
    '44 SOI alone': async () => Buffer.from([0xff, 0xd8]),
    '44 SOI and EOI': async () => Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
    '44 SOI and zeros': async () => Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(1e6)]),
    '44 SOI and fill bytes': async () => Buffer.from([0xff, 0xd8, ...Array(50_000).fill(0xff)]),
    '48 gap in the entropy data': async () => withGap(await photograph()),
    '48 gap in restart intervals': async () => withGap(encodeWithRestarts()),
    '48 gap over restart markers': async () =>
      encodeWithRestarts((rows) => [...rows.slice(0, 8), ...rows.slice(20)]),
    '57 0x0 pixels': framed({ width: 0, height: 0 }),
    '57 no height': framed({ height: 0 }),
  },
  'image-unsupported-format': {
    '45 HTML page': text('<!doctype html><title>mjpg-streamer</title>'),
    '45 JSON': text('{"error": "camera not found"}'),
    '45 text': text('No snapshot available'),
    '45 MJPEG boundary': async () =>
      Buffer.concat([
        Buffer.from('--boundary\r\nContent-Type: image/jpeg\r\n\r\n'),
        await photograph(),
      ]),
    '45 leading line break': async () => Buffer.concat([Buffer.from('\r\n'), await photograph()]),
    '51 arithmetic-coded': framed({ marker: 0xc9 }),
    '51 12-bit': framed({ marker: 0xc1, precision: 12 }),
    '51 lossless': framed({ marker: 0xc3 }),
    '51 JPEG-LS': framed({ marker: 0xf7 }),
    '60 flat PNG of 16000x16000': flatPng,
    '61 PNG': () => draw(64, 48).png().toBuffer(),
    '61 GIF': () => draw(64, 48).gif().toBuffer(),
    '61 WebP': () => draw(64, 48).webp().toBuffer(),
    '61 AVIF': () => draw(64, 48).avif({ effort: 0 }).toBuffer(),
    '61 TIFF': () => draw(64, 48).tiff().toBuffer(),
    '61 HEIC': hex('00000018667479706865696300000000'),
    '61 BMP': hex('424d46000000'),
    '61 ICO': hex('000001000100'),
    '61 PSD': hex('384250530001'),
    '61 DNG': hex('49492a0008000000'),
    '62 SVG with a script': text(
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    ),
    '62 SVG with an external entity': text(
      '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    ),
    '62 PDF': text('%PDF-1.7\n'),
    '62 EPS': text('%!PS-Adobe-3.0 EPSF-3.0\n'),
    '62 MVG': text("push graphic-context\nfill 'url(https://example.org/x)'\n"),
    '62 MSL': text('<image><read filename="/etc/passwd"/></image>'),
    '64 JPEG in gzip': async () => gzipSync(await photograph()),
    '64 JPEG in base64': async () => Buffer.from((await photograph()).toString('base64')),
    '64 JPEG in a data URI': async () =>
      Buffer.from(`data:image/jpeg;base64,${(await photograph()).toString('base64')}`),
  },
  'image-truncated': {
    '46 first 10 %': part(0.1),
    '46 first 50 %': part(0.5),
    '46 first 99 %': part(0.99),
    '46 first 10 %, progressive': part(0.1, { progressive: true }),
    '46 first 50 %, progressive': part(0.5, { progressive: true }),
    '46 first 99 %, progressive': part(0.99, { progressive: true }),
    '46 EOI short of a byte': shortBy(1),
    '46 EOI missing': shortBy(2),
    '46 EOI missing, progressive': shortBy(2, { progressive: true }),
    '46 header and zeros': zeroTailed(false),
    '46 header and zeros, progressive': zeroTailed(true),
    '46 cut inside its header': async () => (await photograph()).subarray(0, 100),
  },
  'image-too-large': {
    '57 65500x65500 pixels': framed({ width: 65_500, height: 65_500 }),
    '57 8000x8000 pixels': framed({ width: 8000, height: 8000 }),
    '59 40.1 megapixels': framed({ width: 8000, height: 5013 }),
  },
  'image-too-small': {
    '57 1x65500 pixels': framed({ width: 1, height: 65_500 }),
    '58 1x1 pixel': () => photograph({}, 1, 1),
    '58 8x8 pixels': () => photograph({}, 8, 8),
    '58 63x48 pixels': () => photograph({}, 63, 48),
    '58 64x47 pixels': () => photograph({}, 64, 47),
  },
} satisfies Partial<Record<ErrorCode, Record<string, Make>>>

/** By number and name; each is rejected with its code in `badPictureCodes`. */
export const badPictures: Record<string, Make> = Object.assign({}, ...Object.values(picturesByCode))

export const badPictureCodes: Record<string, ErrorCode> = Object.fromEntries(
  Object.entries(picturesByCode).flatMap(([code, group]) =>
    // Object.entries returns keys as strings.
    Object.keys(group).map((name) => [name, code as ErrorCode]),
  ),
)

const gps = { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSLongitude: '0/1 7/1 0/1' }

/** All metadata that a phone writes. */
async function withMetadata(): Promise<Buffer> {
  const jpeg = await draw(640, 360)
    .withExif({
      IFD0: { Make: 'Sentinel', Model: 'Sentinel', Artist: 'Sentinel' },
      IFD2: { BodySerialNumber: 'Sentinel', MakerNote: 'Sentinel' },
      IFD3: gps,
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">Sentinel</x:xmpmeta>')
    .withIccProfile('p3')
    .jpeg()
    .toBuffer()
  const iptc = segment(
    0xed,
    'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0d\x1c\x02\x78\0\x08Sentinel\0',
  )
  const thumbnail = segment(0xe0, 'JFXX\0\x10', await photograph({}, 64, 48))
  return withSegments(jpeg, iptc, thumbnail, segment(0xfe, 'Sentinel'))
}

/** A second, brighter picture after the first (gain map), declared as phones do. */
async function withGainMap(): Promise<Buffer> {
  const xmp = segment(
    0xe1,
    'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"',
    ' hdrgm:Version="1.0">Sentinel</x:xmpmeta>',
  )
  const index = segment(0xe2, 'MPF\0MM\0*\0\0\0\x08', Buffer.alloc(60))
  return Buffer.concat([
    withSegments(await photograph(), xmp, index),
    await photograph({}, 160, 90),
  ])
}

/** Every picture contains the word "Sentinel" in data that must not be published. */
const trailing = (words: string) => async () =>
  Buffer.concat([await photograph(), Buffer.from(words)])
const icc = (part: number, parts: number, bytes: number) =>
  segment(0xe2, 'ICC_PROFILE\0', Buffer.from([part, parts]), Buffer.alloc(bytes, 'Sentinel'))

/**
 * Stored upper left red, upper right green, the rest grey; `orientation` is its EXIF orientation.
 */
export async function orientedPicture(orientation: number): Promise<Buffer> {
  const patch = (background: string, left: number) => ({
    input: { create: { width: 160, height: 90, channels: 3, background } } as const,
    left,
    top: 0,
  })
  const jpeg = await sharp({
    create: { width: 320, height: 180, channels: 3, background: '#808080' },
  })
    .composite([patch('#ff0000', 0), patch('#00ff00', 160)])
    .jpeg({ quality: 95 })
    .toBuffer()
  const value = Buffer.from([0, orientation, 0, 0])
  const directory = ['\0\x01', '\x01\x12\0\x03\0\0\0\x01', value, '\0\0\0\0']
  return withSegments(jpeg, segment(0xe1, 'Exif\0\0MM\0*\0\0\0\x08', ...directory))
}

/** By number and name; each is accepted. */
export const goodPictures: Record<string, Make> = {
  '47 stray bytes before a restart marker': async () =>
    encodeWithRestarts((rows) =>
      rows.map((row, index) =>
        index === 8 ? insert(row, row.length - 2, Buffer.alloc(9, 'A')) : row,
      ),
    ),
  '47 dropped restart marker': async () =>
    encodeWithRestarts((rows) =>
      rows.map((row, index) => (index === 8 ? row.subarray(0, -2) : row)),
    ),
  '47 stray bytes between segments': async () =>
    insert(await photograph(), 20, Buffer.alloc(9, 'A')),
  '47 stray bytes before EOI': async () => {
    const jpeg = await photograph()
    return insert(jpeg, jpeg.length - 2, Buffer.alloc(9, 'A'))
  },
  '49 flipped bits': async () => {
    const jpeg = await photograph()
    const at = Math.floor(jpeg.length / 2)
    return jpeg.fill(0x5a, at, at + 3)
  },
  '50 no Huffman tables': async () => without(await photograph(), 0xc4),
  '51 progressive': () => photograph({ progressive: true }),
  '51 progressive with 253 scans': async () => encodeManyScans(),
  '52 grey': () => draw(640, 360).greyscale().jpeg().toBuffer(),
  '52 CMYK': () => draw(640, 360).toColourspace('cmyk').jpeg().toBuffer(),
  '52 YCCK': async () => {
    const jpeg = await draw(640, 360).toColourspace('cmyk').jpeg().toBuffer()
    return jpeg.fill(2, jpeg.indexOf('Adobe') + 11, jpeg.indexOf('Adobe') + 12)
  },
  '53 Display P3': () => draw(640, 360).withIccProfile('p3').jpeg().toBuffer(),
  '53 broken colour profile': async () => withSegments(await photograph(), icc(1, 1, 500)),
  '53 colour profile of 3 MB': async () =>
    withSegments(
      await photograph(),
      ...Array.from({ length: 46 }, (_, index) => icc(index + 1, 46, 65_000)),
    ),
  '54 on its side': () => orientedPicture(6),
  '55 everything a telephone writes': withMetadata,
  '56 broken EXIF': async () =>
    withSegments(await photograph(), segment(0xe1, 'Exif\0\0MM\0*\xff\xff\xff\xffSentinel')),
  '56 APP1 of 64 KB, a hundred times': async () =>
    withSegments(
      await photograph(),
      ...Array(100).fill(segment(0xe1, Buffer.alloc(65_000, 'Sentinel'))),
    ),
  '58 64x48 pixels': () => photograph({}, 64, 48),
  '58 48x64 pixels': () => photograph({}, 48, 64),
  '59 40.0 megapixels': () =>
    sharp({ create: { width: 8000, height: 5000, channels: 3, background: '#468' } })
      .jpeg()
      .toBuffer(),
  '63 ZIP behind it': trailing('PK\x03\x04Sentinel'),
  '63 HTML behind it': trailing('<script>Sentinel</script>'),
  '63 PHP behind it': trailing('<?php Sentinel ?>'),
  '63 HTML in a comment': async () =>
    withSegments(await photograph(), segment(0xfe, '<script>Sentinel</script>')),
  '63 two pictures': async () =>
    Buffer.concat([
      await photograph(),
      withSegments(await photograph(), segment(0xfe, 'Sentinel')),
    ]),
  '63 gain map': withGainMap,
}
