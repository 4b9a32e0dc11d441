import { existsSync } from 'node:fs'

// As `node --env-file-if-exists` does, which prints a line at each start where there is no such file. What is set already wins.
if (existsSync('.env')) process.loadEnvFile('.env')
