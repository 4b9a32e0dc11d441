/**
 * A button with which a visitor gets one message. `client/push/offer-messages.ts` shows it where that is possible, and `src` is loaded
 * when it is tapped. Rendered by the server alone; the style sheet chooses the words by what the printer does.
 */
export function TellMe({ printerId, src }: { printerId: number; src: string }) {
  return (
    <div
      className="tell-me"
      data-printer={printerId}
      data-src={src}
      hidden
      suppressHydrationWarning
    >
      <button aria-pressed="false" className="button label" suppressHydrationWarning type="button">
        <span className="tell-me-end">Tell me when this print is done</span>
        <span className="tell-me-start">Tell me when it prints again</span>
      </button>
      <p
        // biome-ignore lint/security/noDangerouslySetInnerHtml: empty; so React never looks at what the script writes
        dangerouslySetInnerHTML={{ __html: '' }}
        role="status"
        suppressHydrationWarning
      />
    </div>
  )
}
