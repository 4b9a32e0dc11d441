/**
 * Shows the button of `components/printer/tell-me.tsx` where messages are possible, or where the visitor can make them so. What it does
 * is loaded when it is tapped, or when this browser waits for a message already. React leaves alone what this changes.
 */
export function offerMessages(): void {
  const place = document.querySelector<HTMLElement>('.tell-me')
  const button = place?.querySelector('button')
  if (!place || !button || !('serviceWorker' in navigator)) return
  // On an iPhone only a site that was added to the home screen gets them.
  if (!('PushManager' in window || 'standalone' in navigator)) return
  place.hidden = false
  const load = async (asked?: Promise<NotificationPermission>) => {
    const { connect } = await import(place.dataset.src ?? '')
    connect(place, asked)
  }
  button.onclick = () => {
    button.onclick = null
    // Browsers ask in answer to a tap only, and not after something was loaded.
    load(window.Notification?.requestPermission() ?? Promise.resolve('default'))
  }
  try {
    if (localStorage.getItem(`tell-me-${place.dataset.printer}`)) load()
  } catch {
    // Without storage the page can't know.
  }
}
