import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { createImageQueue } from '#lib/images/image-queue.ts'
import { checkJpegFile } from '#lib/images/jpeg-header.ts'
import { photograph } from '#lib/images/jpeg-parts.fixture.ts'
import { createRandom } from '../../random.ts'
import type { Fault } from '../fault.ts'

/** Damaged pictures, the same ones in each run: each is accepted or refused as a picture, and the next good one is accepted. */
export const jpegMutants: Fault = {
  promise: 'Any damaged JPEG is accepted or refused, and never harms the next one',
  needs: [],
  async run({ isQuick, folder }) {
    const count = isQuick ? 300 : 20_000
    const queue = createImageQueue({ compileCacheDir: join(folder, 'compile-cache') })
    const seeds = [
      await photograph({}, 96, 64),
      await photograph({ progressive: true }, 96, 64),
      await photograph({ chromaSubsampling: '4:4:4' }, 160, 96),
    ]
    const path = join(folder, 'mutant.jpg')
    const judge = async (bytes: Buffer): Promise<string> => {
      await writeFile(path, bytes)
      try {
        await checkJpegFile(path)
        await queue.inspect(path)
        return 'accepted'
      } catch (error) {
        return error instanceof DomainError ? error.code : String(error)
      }
    }
    const failures: string[] = []
    let accepted = 0
    try {
      for (let index = 0; index < count; index += 1) {
        const seed = seeds[index % seeds.length] ?? Buffer.alloc(0)
        const verdict = await judge(mutate(seed, createRandom(index)))
        if (verdict === 'accepted') accepted += 1
        else if (!/^image-(?!process)/.test(verdict))
          failures.push(`Mutant ${index} was answered ${verdict}.`)
        if (index % 100 === 99 && (await judge(seed)) !== 'accepted')
          failures.push(`After mutant ${index} a good picture is refused.`)
      }
    } finally {
      queue.close()
    }
    return { tried: count, failures, note: `${accepted} accepted` }
  },
}

/** Flips, drops, repeats, inserts or zeroes bytes, a few times. */
function mutate(jpeg: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(jpeg)
  const below = (max: number) => Math.floor(random() * max)
  for (let times = 1 + below(4); times > 0; times -= 1) {
    const at = below(bytes.length)
    const span = below(Math.min(64, bytes.length - at))
    const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)]
    const change = below(6)
    if (change === 0) bytes[at] = below(256)
    else if (change === 1) bytes = Buffer.concat([head, tail.subarray(span)])
    else if (change === 2) bytes = Buffer.concat([head, tail.subarray(0, span), tail])
    else if (change === 3)
      bytes = Buffer.concat([head, Buffer.from([0xff, below(256), below(256)]), tail])
    else if (change === 4) bytes.fill(0, at, at + span)
    else if (at > 0) bytes = Buffer.from(head)
  }
  return bytes
}
