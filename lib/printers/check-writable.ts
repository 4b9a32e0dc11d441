interface Part {
  /** @throws Error if nothing can be written */
  checkWritable(): Promise<void>
}

/** Writes and deletes a little in both places that an upload needs. Never throws. */
export async function checkWritable(parts: {
  store: { retention: Part }
  blobs: Part
}): Promise<{ store: boolean; blobs: boolean }> {
  const [store, blobs] = await Promise.all(
    [parts.store.retention, parts.blobs].map((part) =>
      part.checkWritable().then(
        () => true,
        () => false,
      ),
    ),
  )
  return { store: store === true, blobs: blobs === true }
}
