import { printsFeed } from '../prints-feed-response.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printsFeed('json')
