import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildGoProgram, type S3Program } from './s3-program.ts'

const keys = { accessKeyId: 'tester', secretAccessKey: 'testing' }

/** Only what serves a local folder: rclone as a whole is five times as large. */
const source = `package main

import (
	_ "github.com/rclone/rclone/backend/local"
	"github.com/rclone/rclone/cmd"
	_ "github.com/rclone/rclone/cmd/serve/s3"
)

func main() { cmd.Main() }
`

/** `rclone serve s3`, 19 MB. Any region is right. */
export const rclone: S3Program = {
  ...keys,
  install: () =>
    buildGoProgram({
      name: 'rclone',
      version: 'v1.76.0',
      package: 'github.com/rclone/rclone',
      source,
    }),
  getArguments: async ({ folder, port }) => {
    const buckets = join(folder, 'buckets')
    await mkdir(buckets)
    return {
      args: [
        ...['serve', 's3', '--config', join(folder, 'none.conf'), '--addr', `127.0.0.1:${port}`],
        ...['--auth-key', `${keys.accessKeyId},${keys.secretAccessKey}`, buckets],
      ],
      env: {},
    }
  },
}
