import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildGoProgram, type S3Program } from './s3-program.ts'

const keys = { accessKeyId: 'test:tester', secretAccessKey: 'testing' }

/** Below which the buckets have names of their own. Tests look it up themselves. */
export const virtualDomain = 's3.localhost'

/** 80 MB. Demands a Content-Length and the right region, as AWS does. */
export const versitygw: S3Program = {
  ...keys,
  install: () =>
    buildGoProgram({
      name: 'versitygw',
      version: 'v1.8.0',
      package: 'github.com/versity/versitygw/cmd/versitygw',
    }),
  getArguments: async ({ folder, port, region }) => {
    const [buckets, metadata] = [join(folder, 'buckets'), join(folder, 'metadata')]
    await Promise.all([mkdir(buckets), mkdir(metadata)])
    const server = ['--port', `127.0.0.1:${port}`, '--region', region, '--quiet']
    const byName = ['--virtual-domain', virtualDomain]
    return {
      // Metadata in files of their own: not every temporary folder has extended attributes.
      args: [...server, ...byName, 'posix', '--sidecar', metadata, buckets],
      env: { ROOT_ACCESS_KEY_ID: keys.accessKeyId, ROOT_SECRET_ACCESS_KEY: keys.secretAccessKey },
    }
  },
}
