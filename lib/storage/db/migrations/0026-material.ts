import type { Migration } from '../database.ts'

/** Layers, nozzle, filament and spool. What tells of the owner's stock isn't public at first. */
export const material: Migration = {
  name: 'material',
  async up(db, { integer, real }) {
    const columns = {
      layer: integer,
      layers: integer,
      nozzle_diameter_mm: real,
      filament_type: 'text',
      filament_color: 'text',
      filament_name: 'text',
      filament_remaining_g: real,
    } as const
    for (const [name, type] of Object.entries(columns))
      await db.schema.alterTable('observations').addColumn(name, type).execute()
    await db.schema.alterTable('prints').addColumn('material', 'text').execute()
    for (const [name, value] of [
      ['publishes_material', 1],
      ['publishes_spool', 0],
    ] as const)
      await db.schema
        .alterTable('printers')
        .addColumn(name, integer, (column) => column.notNull().defaultTo(value))
        .execute()
  },
}
