import { cleanText } from '#lib/api/clean-text.ts'
import type { ApiMaterial, ApiPrinter } from '#lib/api/schema/printer.ts'
import {
  layerFieldNames,
  materialFieldNames,
  spoolFieldNames,
  type WireReading,
} from '#lib/api/schema/reading-fields.ts'
import { nameColors } from './name-colors.ts'
import type { Printer } from './types.ts'

/** Of a reading or a print, under their names on the wire; `null` and absent: unknown. */
type Known = { [Name in keyof WireReading]?: WireReading[Name] | null }

function pick<Name extends keyof WireReading>(known: Known, names: readonly Name[]) {
  const values = names.map((name) => [name, known[name] ?? null])
  return Object.fromEntries(values) as { [Each in Name]: WireReading[Each] | null }
}

const isKnown = (fields: object) => Object.values(fields).some((value) => value !== null)

/** What the owner publishes of the layers; nothing where they are unknown. */
export function serializeLayers(
  printer: Printer,
  known: Known,
): Partial<ReturnType<typeof pick<(typeof layerFieldNames)[number]>>> {
  const fields = pick(known, layerFieldNames)
  return printer.publishesMaterial && isKnown(fields) ? fields : {}
}

/** What the owner publishes of layers, filament, nozzle and spool; nothing where they are unknown. */
export function serializeMaterial(
  printer: Printer,
  known: Known,
): Pick<ApiPrinter, 'material'> | undefined {
  const material = pick(printer.publishesMaterial ? known : {}, materialFieldNames)
  const spool = pick(printer.publishesSpool ? known : {}, spoolFieldNames)
  const layers = serializeLayers(printer, known)
  if (!isKnown({ ...material, ...spool, ...layers })) return
  const color = material.filament_color
  const cleaned = {
    ...material,
    filament_type: material.filament_type && cleanText(material.filament_type),
    filament_color_name: color && nameColors(color),
    ...spool,
    filament_name: spool.filament_name && cleanText(spool.filament_name),
  }
  return { material: { description: formatMaterial(cleaned, layers), ...cleaned } }
}

/** "PLA, dark blue, My last spool, 512 g left, 0.4 mm nozzle, layer 45 of 210" */
function formatMaterial(
  material: Omit<ApiMaterial, 'description'>,
  { layer, layers }: ReturnType<typeof serializeLayers>,
): string {
  const { filament_remaining_g: grams, nozzle_diameter_mm: nozzle } = material
  const words = [
    material.filament_type,
    material.filament_color_name,
    material.filament_name,
    grams !== null && `${Math.round(grams)}\u00a0g left`,
    nozzle !== null && `${nozzle}\u00a0mm nozzle`,
    layer != null && `layer ${layer}${layers == null ? '' : ` of ${layers}`}`,
    layer == null && layers != null && `${layers} layers`,
  ]
  return words.filter(Boolean).join(', ')
}
