import type { Metadata } from 'next'
import { PageShell } from '#components/layout/page-shell.tsx'
import { PencilCross } from '#components/layout/pencil.tsx'
import { BlankFrame } from '#components/printer/full-frame.tsx'

export const metadata: Metadata = { title: 'Nothing on this frame' }

export default function NotFound() {
  return (
    <PageShell place={null}>
      <div className="lost">
        <div>
          <h1 className="headline">Nothing on this frame</h1>
          <p className="lead">
            There is no page at this address. It may have been mistyped, or moved before anybody
            wrote down where.
          </p>
          <p>
            <a className="text-link" href="/">
              Back to the start
            </a>{' '}
            or{' '}
            <a className="text-link" href="/printer">
              look at the printer
            </a>
            .
          </p>
        </div>
        <BlankFrame edge={<span>404</span>}>
          <PencilCross />
        </BlankFrame>
      </div>
    </PageShell>
  )
}
