import type { NotificationStore } from './ports.ts'

/**
 * A store that says when there may be something to send: a channel was added or changed, a message is to be sent again, a visitor
 * waits. So this process looks at once, and the others at their next look.
 * @param onChanged called after a change was stored
 */
export function announceChanges(
  store: NotificationStore,
  onChanged: () => void,
): NotificationStore {
  const after =
    <Given extends unknown[], Result>(change: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      const result = await change(...given)
      onChanged()
      return result
    }
  return {
    ...store,
    insertChannel: after(store.insertChannel),
    updateChannel: after(store.updateChannel),
    retry: after(store.retry),
    subscribe: after(store.subscribe),
    renewSubscription: after(store.renewSubscription),
  }
}
