import { join } from 'node:path'

// It is built in `.cache/bare-next`, two folders below the packages.
const root = join(import.meta.dirname, '../../../scripts')

/** @type {import('next').NextConfig} */
export default { outputFileTracingRoot: root, turbopack: { root } }
