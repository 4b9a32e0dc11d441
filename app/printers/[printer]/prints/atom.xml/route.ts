import { printsFeed } from '../answer-prints-feed.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printsFeed('atom')
