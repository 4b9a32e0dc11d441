/** Loads and decodes a picture; `null` if that fails, for example because retention has deleted it. */
export async function loadImage(src: string): Promise<HTMLImageElement | null> {
  const image = new Image()
  image.src = src
  return image.decode().then(
    () => image,
    () => null,
  )
}
