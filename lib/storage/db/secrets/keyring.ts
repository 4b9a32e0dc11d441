import type { Database } from '../database.ts'
import { readKeyFile, writeKeyFile } from './key-file.ts'
import { createSealer, type Sealer } from './sealer.ts'
import { createSecretsKey, type SecretsKey } from './secrets-key.ts'

/** The keys of this process. A key file is read each time, so what another process has made, or the owner put back, counts at once. */
export interface Keyring {
  /** Without keys the secrets are stored in readable form. */
  hasKey: boolean
  /** When this process began, with these keys. */
  since: Date
  /** To read. */
  load(): Promise<Sealer>
  /** To write, before a transaction begins: makes the key file where there is none. @throws DomainError `storage-unavailable` where it is damaged */
  prepare(): Promise<Sealer>
}

/**
 * @param keys of the environment; the first one encrypts
 * @param folder of the key file, which is used where the environment has none; `null`: there is no lasting one
 * @param others decrypt, too
 */
export function createKeyring(
  database: Pick<Database, 'write'>,
  keys: readonly SecretsKey[],
  folder: string | null,
  others: readonly SecretsKey[] = [],
): Keyring {
  const readFile = async () => (folder === null ? [] : await readKeyFile(folder))
  const create = (found: readonly SecretsKey[], problem: string | null = null) => {
    const all = [...keys, ...found]
    return createSealer([...all, ...others], all[0], problem)
  }
  return {
    hasKey: keys.length > 0 || folder !== null,
    since: new Date(),
    // A file that can't be read is as good as none: its channels say what to do.
    load: () =>
      readFile().then(create, (error: unknown) =>
        create([], error instanceof Error ? error.message : String(error)),
      ),
    async prepare() {
      const found = await readFile()
      if (folder === null || keys.length > 0 || found.length > 0) return create(found)
      // SQLite has one writer at a time, among all processes: of several that find no file, one makes it.
      return await database.write(async () => {
        const current = await readFile()
        if (current.length > 0) return create(current)
        const made = [createSecretsKey()]
        await writeKeyFile(folder, made)
        return create(made)
      })
    },
  }
}
