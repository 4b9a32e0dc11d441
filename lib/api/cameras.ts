/* A printer's cameras are numbered from 1; the first one is the printer's picture wherever no other is asked for. */

export const maxCameras = 4
export const maxCameraNameLength = 40

export const cameraNumbers: readonly number[] = Array.from(
  { length: maxCameras },
  (_, index) => index + 1,
)
