import { type PrintKey, printEditorPath } from './print-paths.ts'

/** "Print 4", with what can be changed about it. */
export function PrintLink({ print }: { print: PrintKey }) {
  return (
    <a className="text-link" href={printEditorPath(print)}>
      Print {print.number}
    </a>
  )
}
