import { existsSync } from 'node:fs'

// Everything after this file is TypeScript, which an older Node answers with a stack trace.
if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `This needs Node 24, and ${process.execPath} is ${process.version}. Run: npm run setup. Then use npm run ..., or node_modules/.bin/node instead of node.`,
  )
  process.exit(1)
}

// As `node --env-file-if-exists` does, which prints a line at each start where there is no such file. What is set already wins.
if (existsSync('.env')) process.loadEnvFile('.env')
