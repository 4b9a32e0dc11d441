import type { Message } from './message.ts'

export const sampleMessage: Message = {
  id: 'msg_2f6c1e0a9b3d4f5e8a7b6c5d4e3f2a1b',
  type: 'print.finished',
  at: new Date('2026-11-22T11:58:00Z'),
  title: 'Maker Select has finished “dual rail”',
  text: 'Finished between 14:10 and 14:20 PST. Took 3 h.',
  url: 'https://example.org/printers/1/prints/12',
  picture: { url: `https://example.org/media/${'a'.repeat(64)}/1280.jpg`, alt: 'A gear' },
  priority: 3,
  printer: { id: 1, name: 'Maker Select' },
  print: null,
  messages: [],
}
