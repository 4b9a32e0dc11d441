/** One of a printer's prints. */
export interface PrintKey {
  printer: number
  number: number
}

/** Below /admin/api/. */
export const printApiPath = ({ printer, number }: PrintKey) =>
  `printers/${printer}/prints/${number}`

export const printEditorPath = ({ printer, number }: PrintKey) =>
  `/admin/prints/${printer}/${number}`

export const printsPerPage = 12
