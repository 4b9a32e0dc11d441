'use client'

import { useMutation } from '@tanstack/react-query'
import type { ApiManagedCamera, ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { maxCameraNameLength } from '#lib/api/cameras.ts'
import { ActionButton } from '../action-button.tsx'
import { Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'

interface Props {
  printer: ApiManagedPrinter
  onChanged: (message: string) => void
}

/** The cameras of a printer with several: each is named and paused by itself. */
export function Cameras({ printer, onChanged }: Props) {
  if (printer.cameras.length < 2) return null
  return (
    <div className="mt-8">
      <h3 className="subtitle">
        Cameras<span className="sr-only"> of {printer.label}</span>
      </h3>
      <ul className="admin-rows mt-2">
        {printer.cameras.map((camera) => (
          <CameraRow camera={camera} key={camera.number} onChanged={onChanged} printer={printer} />
        ))}
      </ul>
    </div>
  )
}

function CameraRow({ camera, printer, onChanged }: Props & { camera: ApiManagedCamera }) {
  const { number, name, is_paused: isPaused } = camera
  const path = `printers/${printer.id}/cameras/${number}`
  const pause = useMutation({
    mutationFn: () => requestAdmin('PATCH', path, { is_paused: !isPaused }),
    onSuccess: () =>
      onChanged(
        isPaused
          ? `The camera “${name}” is no longer paused.`
          : `The camera “${name}” is paused. Nobody sees its pictures.`,
      ),
  })
  const rename = useMutation({
    mutationFn: (values: FormValues) => requestAdmin('PATCH', path, values),
    onSuccess: () => onChanged(`The name of camera ${number} was saved.`),
  })
  const label = <span className="sr-only"> of {printer.label}</span>
  return (
    <li className="admin-row">
      <div>
        <h4>
          <bdi>{name}</bdi>
        </h4>
        <p className="admin-facts">
          Camera {number}.{' '}
          {isPaused ? (
            <strong>Paused until you resume it.</strong>
          ) : (
            printer.is_paused && 'Paused with the printer’s other cameras.'
          )}
        </p>
        <details className="admin-more">
          <summary className="admin-summary">
            Rename<span className="sr-only"> {name}</span>
            {label}
          </summary>
          <Form
            button="Save"
            change={rename}
            onUnchanged={() => onChanged('Nothing was changed.')}
            values={{ name: camera.owners_name ?? '' }}
          >
            <Field
              hint="Empty: as the snapper names it."
              label="Name"
              maxLength={maxCameraNameLength}
              name="name"
            />
          </Form>
        </details>
        <Problem error={pause.error} />
      </div>
      <div className="admin-actions">
        <ActionButton
          className="text-link"
          isPending={pause.isPending}
          onClick={() => pause.mutate()}
        >
          {isPaused ? 'Resume' : 'Pause'}
          <span className="sr-only"> {name}</span>
          {label}
        </ActionButton>
      </div>
    </li>
  )
}
