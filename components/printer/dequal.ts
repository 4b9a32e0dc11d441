/** In place of SWR's deep comparison: the live page doesn't render SWR's data, so nothing depends on equality. */
export const dequal = Object.is
