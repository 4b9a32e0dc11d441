/** What `/admin/api/devices` answers. */
export interface ApiDeviceKey {
  /** What a browser needs to subscribe; `null` where no push service takes messages of this site. */
  public_key: string | null
  /** Why there is no key, and what to do. */
  problem: string | null
}

/** Where the service worker of the owner's messages is registered: apart from the visitors'. */
export const ownerPushScope = '/admin/'
