/** Linear red, green, blue; 1 is a white surface. */
export type Colour = readonly [number, number, number]

/** Details that are too fine to be triangles. */
export type Pattern = 'plain' | 'layers' | 'infill' | 'wood' | 'bed' | 'winding' | 'screen'

export interface Material {
  colour: Colour
  /** 0 is a mirror, 1 is chalk. */
  roughness: number
  /** Share of light that is reflected head-on: 0.04 for plastics, 0.5 and more for metals. */
  reflectance: number
  emission: number
  pattern: Pattern
  /** The pattern is finer than a pixel: it must be looked at twice. */
  isFine: boolean
}

function material(
  colour: Colour,
  roughness: number,
  reflectance = 0.04,
  pattern: Pattern = 'plain',
  emission = 0,
): Material {
  const isFine = pattern === 'layers' || pattern === 'infill' || pattern === 'winding'
  return { colour, roughness, reflectance, emission, pattern, isFine }
}

const names = [
  'desk',
  'frame',
  'base',
  'rod',
  'belt',
  'bed',
  'sheet',
  'head',
  'accent',
  'fan',
  'brass',
  'strip',
  'screen',
  'tube',
  'spool',
  'winding',
  'part',
  'infill',
  'steel',
  'ceramic',
  'wood',
] as const

export type MaterialName = (typeof names)[number]

/** The number that a triangle carries. */
export const materialIndex = Object.fromEntries(names.map((name, i) => [name, i])) as Record<
  MaterialName,
  number
> // fromEntries forgets the keys

/** The materials in the order of their numbers, for a filament of the given colour. */
export function createMaterials(filament: Colour, lightsOn: boolean): Material[] {
  const table: Record<MaterialName, Material> = {
    desk: material([0.2, 0.1, 0.052], 0.42, 0.04, 'wood'),
    frame: material([0.028, 0.029, 0.032], 0.42, 0.06),
    base: material([0.035, 0.036, 0.04], 0.55, 0.045),
    rod: material([0.6, 0.6, 0.6], 0.18, 0.55),
    belt: material([0.012, 0.012, 0.012], 0.8),
    bed: material([0.05, 0.05, 0.054], 0.5, 0.05),
    sheet: material([0.052, 0.05, 0.05], 0.34, 0.07, 'bed'),
    head: material([0.03, 0.031, 0.034], 0.35, 0.05),
    accent: material([0.78, 0.2, 0.03], 0.38, 0.045),
    fan: material([0.015, 0.015, 0.017], 0.5, 0.05),
    brass: material([0.62, 0.42, 0.16], 0.25, 0.5),
    strip: material([1, 0.97, 0.9], 1, 0, 'plain', lightsOn ? 9 : 0),
    screen: material([0.01, 0.012, 0.016], 0.15, 0.05, 'screen', 1),
    tube: material([0.62, 0.64, 0.66], 0.3, 0.05),
    spool: material([0.04, 0.042, 0.046], 0.3, 0.05),
    winding: material(filament, 0.36, 0.05, 'winding'),
    part: material(filament, 0.34, 0.05, 'layers'),
    infill: material(filament, 0.5, 0.04, 'infill'),
    steel: material([0.5, 0.5, 0.52], 0.3, 0.5),
    ceramic: material([0.6, 0.58, 0.53], 0.22, 0.05),
    wood: material([0.33, 0.19, 0.1], 0.6, 0.04),
  }
  return names.map((name) => table[name])
}
