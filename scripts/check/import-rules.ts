/** What a folder's code may import, besides its own folder. */
export interface ImportRule {
  folder: string
  /** Files or folders of ours. */
  ours: readonly string[]
  /** What only types may be imported from. */
  ourTypes?: readonly string[]
  /** Packages that this folder must not import; `node:` is all of Node's own modules. */
  withoutPackages?: readonly string[]
  why: string
}

const frameworks = ['next', 'react', 'react-dom', 'swr', '@tanstack/react-query']
const serverOnly = ['zod', 'node:', 'sharp', 'kysely', 'better-sqlite3', 'pg', 'pino']
const ground = ['lib/core', 'lib/api']
const schema = ['lib/api/schema']
const settings = ['lib/site/site.ts', 'lib/site/page-settings.ts', 'lib/site/navigation.ts']
const printerTypes = ['lib/printers/types.ts', 'lib/printers/prints/types.ts']
const outbound = [
  'lib/outbound/outbound.ts',
  'lib/outbound/outbound-request.ts',
  'lib/outbound/outbound-error.ts',
  'lib/outbound/body.ts',
  'lib/outbound/public-address.ts',
  'lib/outbound/resolve-host.ts',
  'lib/outbound/send-to-address.ts',
]
const domain = [...ground, 'lib/metrics/record.ts']

/**
 * The direction of imports. The first rule whose folder holds a file applies to it, so a folder inside another comes first. Tests
 * and fixtures may import anything.
 */
export const importRules: readonly ImportRule[] = [
  {
    folder: 'lib/core',
    ours: [],
    withoutPackages: frameworks,
    why: 'Core imports nothing of ours.',
  },
  {
    folder: 'lib/outbound',
    ours: [],
    withoutPackages: frameworks,
    why: 'Requests to addresses of others know no domain, and need no package.',
  },
  {
    folder: 'lib/api/schema',
    ours: ['lib/api', 'lib/core'],
    withoutPackages: frameworks,
    why: 'Schemas describe the API.',
  },
  {
    folder: 'lib/api',
    ours: [],
    ourTypes: schema,
    withoutPackages: [...frameworks, ...serverOnly],
    why: 'API types go to the browser and into the snapper.',
  },
  {
    folder: 'lib/drawing',
    ours: ['lib/core'],
    withoutPackages: frameworks,
    why: 'Drawing knows no domain.',
  },
  {
    folder: 'lib/images',
    ours: [...domain, 'lib/printers/types.ts'],
    ourTypes: ['lib/printers/types.ts'],
    withoutPackages: frameworks,
    why: "Pictures know the domain's types. lib/app-context passes in everything else.",
  },
  {
    folder: 'lib/printers',
    ours: [...domain, ...outbound, 'lib/drawing'],
    withoutPackages: frameworks,
    why: 'lib/app-context passes in everything else.',
  },
  {
    folder: 'lib/content',
    ours: ground,
    withoutPackages: frameworks,
    why: 'lib/app-context passes in everything else.',
  },
  {
    folder: 'lib/site/theme',
    ours: ['lib/core', 'lib/site'],
    withoutPackages: frameworks,
    why: 'The theme is computed from the settings and knows no page.',
  },
  {
    folder: 'lib/owner',
    ours: ground,
    withoutPackages: frameworks,
    why: 'lib/app-context passes in everything else.',
  },
  {
    folder: 'lib/micropub',
    ours: [...ground, 'lib/content', 'lib/site/edit'],
    withoutPackages: frameworks,
    why: "Micropub translates between apps and the owner's files. lib/app-context passes in everything else.",
  },
  {
    folder: 'lib/notifications',
    ours: [...domain, ...outbound, ...printerTypes, 'lib/printers/prints/identity.ts'],
    ourTypes: printerTypes,
    withoutPackages: frameworks,
    why: "Notifications know the printers' types and what a state means. lib/app-context passes in everything else.",
  },
  {
    folder: 'lib/web-mentions/send',
    ours: [
      ...ground,
      ...outbound,
      'lib/notifications/outbox/judge-answer.ts',
      'lib/notifications/channels/channel-kind.ts',
      'lib/notifications/channels/send-request.ts',
    ],
    withoutPackages: frameworks,
    why: 'What is sent is judged and repeated as the outbox does it. lib/app-context passes in everything else.',
  },
  {
    folder: 'lib/web-mentions',
    ours: [...ground, ...outbound],
    withoutPackages: frameworks,
    why: 'Web mentions know addresses of pages, not what is on them. lib/app-context passes in everything else.',
  },
  {
    folder: 'lib/site',
    ours: ground,
    withoutPackages: frameworks,
    why: "The owner's settings know no domain.",
  },
  {
    folder: 'lib/feeds',
    ours: [...ground, ...outbound],
    withoutPackages: frameworks,
    why: 'Feeds know entries, not posts or prints.',
  },
  {
    folder: 'lib/storage',
    ours: [
      ...ground,
      'lib/printers',
      'lib/owner',
      'lib/notifications',
      'lib/images/blob-store.ts',
      'lib/feeds/hub/hub-store.ts',
      'lib/web-mentions',
    ],
    withoutPackages: frameworks,
    why: "Adapters know the domain's ports and types.",
  },
  {
    folder: 'lib/metrics',
    ours: ['lib'],
    withoutPackages: frameworks,
    why: 'Metrics read the store at each scrape.',
  },
  { folder: 'lib/http', ours: ['lib'], withoutPackages: frameworks, why: 'The edge of the API.' },
  {
    folder: 'lib/app-context',
    ours: ['lib'],
    withoutPackages: frameworks,
    why: 'The one place that wires adapters to domains.',
  },
  {
    folder: 'components/printer',
    ours: ['components', ...ground, ...settings],
    ourTypes: schema,
    withoutPackages: serverOnly,
    why: 'Markup knows the API types and no more of lib.',
  },
  {
    folder: 'components',
    ours: [
      ...ground,
      ...settings,
      'lib/printers/readings/chart.ts',
      'lib/content/model/types.ts',
      'client/push/subscribe-browser.ts',
      'lib/web-mentions/types.ts',
    ],
    ourTypes: schema,
    withoutPackages: [...serverOnly, 'swr'],
    why: 'Markup knows the API types and no more of lib. SWR is for the live page.',
  },
  {
    folder: 'client',
    ours: ['lib/api'],
    ourTypes: schema,
    withoutPackages: [...frameworks, ...serverOnly],
    why: "The visitors' script has no framework.",
  },
  {
    folder: 'app',
    ours: [
      'components',
      'lib/core',
      'lib/api',
      'lib/site',
      'lib/app-context',
      'lib/http',
      'lib/printers',
      'lib/owner',
      'lib/notifications',
      'lib/content',
      'lib/web-mentions',
      'lib/feeds',
      'lib/images',
      'lib/drawing',
      'lib/metrics',
      'lib/site',
    ],
    withoutPackages: ['kysely', 'better-sqlite3', 'pg', 'sharp', 'swr', '@tanstack/react-query'],
    why: 'A route gets its adapters from lib/app-context.',
  },
  {
    folder: 'server',
    ours: ['lib', 'client/load-deferred-scripts.ts'],
    why: 'The HTTP server in front of Next.',
  },
  {
    folder: 'snapper',
    ours: ['lib/api'],
    ourTypes: schema,
    withoutPackages: [...frameworks, 'zod', 'pino'],
    why: 'The snapper is one file without dependencies.',
  },
  { folder: 'cli', ours: ['lib'], withoutPackages: frameworks, why: "The owner's commands." },
  {
    folder: 'bench',
    ours: ['lib', 'testing', 'scripts', 'snapper/testing'],
    why: 'Benchmarks start the real site.',
  },
  { folder: 'scripts', ours: ['lib', 'testing'], why: 'Setup, demo, tests and checks.' },
  {
    folder: 'testing',
    ours: ['lib', 'scripts'],
    why: 'Real services and a simulated printer.',
  },
  {
    folder: 'e2e',
    ours: ['testing'],
    why: 'Tests from outside know nothing of the site but how it is started.',
  },
]
