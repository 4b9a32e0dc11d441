import exifr from 'exifr'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PictureFormat, pictureFormats } from '#lib/api/picture-formats.ts'
import { goodPictures, orientedPicture } from './jpegs.fixture.ts'
import { createTestQueues, openTestPictures } from './pictures.fixture.ts'

const openTestQueue = createTestQueues(afterAll)
let fixture: Awaited<ReturnType<typeof openTestPictures>>
beforeAll(async () => {
  fixture = await openTestPictures(await openTestQueue())
})

async function publish(bytes: Buffer, formats: readonly PictureFormat[] = pictureFormats) {
  const { sha256 } = await fixture.pictures.accept(await fixture.upload(bytes))
  const variants = formats.map(async (format) => {
    const variant = await fixture.pictures.getVariant(sha256, 320, format)
    if (!variant) throw new Error(`No ${format} was rendered`)
    return { format, variant }
  })
  return Promise.all(variants)
}

describe('only the pixels of a picture are published', () => {
  const names = Object.keys(goodPictures).filter((name) => /^5[356]|^63/.test(name))
  test.each(names)('%s', async (name) => {
    const original = (await goodPictures[name]?.()) ?? Buffer.of()
    for (const { format, variant } of await publish(original)) {
      expect(variant.includes('Sentinel'), format).toBe(false)
      const { exif, icc, xmp, iptc, width } = await sharp(variant).metadata()
      expect({ exif, icc, xmp, iptc, width }).toEqual({ width: 320 })
    }
  })

  test('the GPS position is in the original and in no variant', async () => {
    const original = (await goodPictures['55 everything a telephone writes']?.()) ?? Buffer.of()
    expect(await exifr.gps(original)).toEqual({ latitude: 51.5, longitude: expect.closeTo(0.117) })
    for (const { format, variant } of await publish(original)) {
      // exifr doesn't read WebP, and of an AVIF only its metadata box.
      if (format === 'webp') expect(variant.includes('EXIF')).toBe(false)
      else
        expect((await exifr.parse(variant, true).catch(() => null)) ?? {}).not.toHaveProperty(
          'latitude',
        )
    }
    const [{ variant = Buffer.of() } = {}] = await publish(original, ['jpg'])
    const everything = {
      tiff: true,
      exif: true,
      gps: true,
      xmp: true,
      iptc: true,
      icc: true,
      jfif: false,
    }
    expect(await exifr.parse(variant, everything)).toBeUndefined()
  })
})

/** Upper left, upper right, lower right, lower left: where the stored upper left (red) and upper right (green) are displayed. */
const displayedCorners = {
  1: 'red green - -',
  2: 'green red - -',
  3: '- - red green',
  4: '- - green red',
  5: 'red - - green',
  6: '- red green -',
  7: '- green red -',
  8: 'green - - red',
} satisfies Record<number, string>

test.each(Object.entries(displayedCorners))(
  'a picture with orientation %s is displayed upright',
  async (tag, corners) => {
    for (const { variant } of await publish(await orientedPicture(Number(tag)))) {
      const { data, info } = await sharp(variant).raw().toBuffer({ resolveWithObject: true })
      const name = (x: number, y: number) => {
        const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3
        const [red = 0, green = 0] = data.subarray(at, at + 2)
        return red > 180 && green < 80 ? 'red' : green > 180 && red < 80 ? 'green' : '-'
      }
      expect([name(0.2, 0.2), name(0.8, 0.2), name(0.8, 0.8), name(0.2, 0.8)].join(' ')).toBe(
        corners,
      )
      expect((await sharp(variant).metadata()).orientation).toBeUndefined()
    }
  },
)

test.each(['52 grey', '52 CMYK', '52 YCCK', '53 Display P3'])(
  '%s: converted to a colour space that every screen can show',
  async (name) => {
    for (const { variant } of await publish((await goodPictures[name]?.()) ?? Buffer.of())) {
      const { space, channels } = await sharp(variant).metadata()
      expect([`srgb ${channels}`, 'b-w 1']).toContain(`${space} ${channels}`)
      expect(channels).toBeLessThanOrEqual(3)
    }
  },
)

test('a blue in CMYK and in Display P3 keeps its colour', async () => {
  const blue = sharp({ create: { width: 320, height: 180, channels: 3, background: '#4466aa' } })
  for (const original of [
    await blue.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
    await blue.clone().withIccProfile('p3').jpeg({ quality: 95 }).toBuffer(),
  ]) {
    const [{ variant = Buffer.of() } = {}] = await publish(original, ['jpg'])
    const { channels } = await sharp(variant).stats()
    for (const [index, expected] of [0x44, 0x66, 0xaa].entries())
      expect(Math.abs((channels[index]?.mean ?? 0) - expected)).toBeLessThan(25)
  }
})
