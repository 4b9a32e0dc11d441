import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { preloadCode } from './preload-code.ts'

test('each file of a page is loaded in a turn of its own, and nothing of it is run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dist-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
  const write = async (file: string, text: string) => {
    await mkdir(join(folder, file, '..'), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  const loads: string[] = []
  Object.assign(globalThis, { noteLoad: (what: string) => loads.push(what) })
  const chunk = (name: string) =>
    `noteLoad('${name}'); setImmediate(() => noteLoad('turn')); module.exports = [1, () => noteLoad('run')]`
  await write('server/chunks/ssr/a._.js', chunk('a'))
  await write('server/chunks/ssr/[b] x._.js', chunk('b'))
  await write('server/chunks/ssr/other._.js', chunk('other'))
  await write(
    'server/app/blog/page.js',
    'var R=require("../../chunks/ssr/[turbopack]_runtime.js")("server/app/blog/page.js")\nR.c("server/chunks/ssr/a._.js")\nR.c("server/chunks/ssr/[b] x._.js")\nR.m(1)\nmodule.exports=R.m(1).exports\n',
  )
  await preloadCode(folder, ['/blog'])
  expect(loads).toEqual(['a', 'turn', 'b', 'turn'])
})
