/**
 * Stores bytes by key: `original/<sha256>` and `variant/<sha256>/<width>.<format>`.
 * Absent is `null`; everything else throws (`storage-unavailable`, `insufficient-storage`).
 */
export interface BlobStore {
  /** Moves a finished temporary file into the store. Durable (fsync of file and folder) when resolved; idempotent. */
  putFile(key: string, temporaryPath: string): Promise<void>
  get(key: string): Promise<Buffer | null>
  /** A path that the image process can read until `release()`; a remote store downloads to a temporary file. */
  openFile(key: string): Promise<{ path: string; release(): Promise<void> } | null>
  has(key: string): Promise<boolean>
  delete(key: string): Promise<void>
  /** Keys and sizes below a prefix, in no order. */
  list(prefix: string): AsyncIterable<{ key: string; bytes: number; modifiedAt: Date }>
  /** Throws if the store isn't writable. */
  checkWritable(): Promise<void>
}
