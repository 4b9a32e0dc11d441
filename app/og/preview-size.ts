// Apart from what draws it: every page states the size, and few processes draw. The outlines of the letters take 1 MB.
export const previewWidth = 1200
export const previewHeight = 630
