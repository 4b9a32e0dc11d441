/*
 * Limits of a report. The site enforces them; the snapper checks a picture before it is sent.
 */

/** Before the orientation is applied: a camera mounted sideways may send the two swapped. */
export const minPictureWidth = 64
export const minPictureHeight = 48
export const maxPicturePixels = 40_000_000
export const maxPictureBytes = 10 * 1024 * 1024
/** Characters. */
export const maxStatusLength = 500
export const maxJobNameLength = 200
export const maxMaterialLength = 100
/** A week, in seconds: the longest interval that can be promised. */
export const maxIntervalSeconds = 604_800

/** Of the square copy of a person's photo, shown at half of it. */
export const avatarPixels = 96
