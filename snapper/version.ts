/** Sent as `source.snapper` and in the User-Agent; grows with what the site can see of a snapper. */
export const snapperVersion = '1.0.0'
