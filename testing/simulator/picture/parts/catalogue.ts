import type { Colour } from '../materials.ts'
import { benchy, benchyHeight } from './benchy.ts'
import { gear, gearHeight } from './gear.ts'
import type { Solid } from './loft.ts'
import { rook, rookHeight } from './rook.ts'
import { vase, vaseHeight } from './vase.ts'

export type PartName = 'benchy' | 'vase' | 'gear' | 'rook'

export interface Part {
  /** Millimetres. */
  height: number
  solids: readonly Solid[]
  filament: Colour
}

export const parts: Record<PartName, Part> = {
  benchy: { height: benchyHeight, solids: benchy, filament: [0.012, 0.29, 0.35] },
  vase: { height: vaseHeight, solids: vase, filament: [0.72, 0.085, 0.06] },
  gear: { height: gearHeight, solids: gear, filament: [0.42, 0.56, 0.035] },
  rook: { height: rookHeight, solids: rook, filament: [0.58, 0.55, 0.5] },
}
