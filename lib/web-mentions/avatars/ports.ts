/** A photo that an accepted mention names, to be fetched. */
export interface DueAvatar {
  /** At the author's site. */
  url: string
  /** Tries since the last success, this one included. */
  tries: number
}

/** The photos of those whose mentions are shown, for workers in several processes. A photo that several mentions name is one. */
export interface AvatarStore {
  /** One that is due. Nobody else gets it for `leaseMs`; after that, as after a crash, it is due again. */
  claimAvatar(now: Date, leaseMs: number): Promise<DueAvatar | null>
  /**
   * Stores what became of a try. The bytes must be stored before; what nothing refers to any more is to be removed, also where no mention
   * names the photo by now.
   * @param result.sha256 absent: stays as it was; `null`: there is no photo
   * @returns whether pages show something else now
   */
  finishAvatar(
    url: string,
    result: { sha256?: string | null; fetchedAt: Date; dueAt: Date | null },
  ): Promise<boolean>
  /** Whether a mention that is shown has this photo. */
  hasAvatar(sha256: string): Promise<boolean>
}

/** What became of fetching a photo: a temporary file, or that there is none, or that nothing is known. */
export type FetchedPhoto = { kind: 'file'; path: string } | { kind: 'absent' | 'failed' }

/** Makes small copies of photos. */
export interface AvatarImages {
  /**
   * @returns the hash of the stored copy; `null` where the file is no picture that can be shown
   * @throws Error where that isn't known
   */
  store(path: string): Promise<string | null>
  /** Stores the newest copy again if it was deleted since. */
  restoreDeleted(sha256: string): Promise<void>
}
