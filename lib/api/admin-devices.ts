/** What `/admin/api/devices` answers. */
export interface ApiDeviceKey {
  /** What a browser needs to subscribe. */
  public_key: string
}

/** Where the service worker of the owner's messages is registered: apart from the visitors'. */
export const ownerPushScope = '/admin/'
