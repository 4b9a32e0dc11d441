import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Before anything else is loaded: what V8 compiles of Next and of this is kept for the next start.
enableCompileCache(join(import.meta.dirname, '../.next/cache/compiled'))
const { start } = await import('./start.ts')
await start()
