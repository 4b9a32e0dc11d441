import { z } from 'zod'
import { parseDecimal } from '#lib/api/parse-decimal.ts'
import { explainValue } from '#lib/core/explain-value.ts'
import { singleton } from '#lib/core/singleton.ts'
import { StartError } from '#lib/core/start-error.ts'
import { parseSource } from '#lib/printers/remote/source.ts'
import { parseSecretsKeys } from '#lib/storage/db/secrets/secrets-key.ts'

/** Text that isn't one stays text, which the schema rejects. */
const decimal = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (given) => (typeof given === 'string' ? (parseDecimal(given) ?? given) : given),
    schema,
  )
const port = decimal(z.int().min(0).max(65_535))
const onOff = z
  .enum(['on', 'off', 'true', 'false', '1', '0'])
  .transform((value) => value === 'on' || value === 'true' || value === '1')
const absent = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(absent, schema.optional())
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess((given) => absent(given) ?? value, schema)

/** Without SITE_URL the site is for this machine alone. Port 0 is any free one, which only tests ask for. */
const getDefaultSiteUrl = (port = 3000) => `http://localhost:${port || 3000}`

const variables = z.object({
  NODE_ENV: withDefault(z.enum(['development', 'production', 'test']), 'production'),
  PORT: withDefault(port, 3000),
  HOSTNAME: withDefault(z.string(), '127.0.0.1'),
  SITE_URL: optional(
    z
      .string()
      .refine(
        (url) => URL.canParse(url) && /^https?:\/\/[^/?#]+\/?$/i.test(url),
        'has to be an address without a path, such as https://printer.example.org. The site has to be at the root of its host name; give it a host name of its own',
      ),
  ),
  DATA_DIR: optional(z.string()),
  DATABASE_URL: optional(
    z.url({ protocol: /^postgres(ql)?$/, error: 'has to begin with postgres://' }),
  ),
  SECRETS_KEY: optional(
    z.string().transform((text, context) => {
      const keys = parseSecretsKeys(text)
      if (keys === null)
        context.addIssue(
          'has to be 32 bytes in Base64, as "openssl rand -base64 32" prints them; several are separated by commas, and the first one encrypts',
        )
      return keys ?? z.NEVER
    }),
  ),
  BLOBS_URL: optional(z.url({ protocol: /^s3$/, error: 'has to begin with s3://' })),
  CONTENT_DIR: optional(z.string()),
  METRICS_PORT: withDefault(port, 9464),
  PRINTER_NAME: optional(z.string().max(100)),
  SNAPPER_USER: optional(z.string().max(100)),
  SNAPPER_PASSWORD: optional(z.string().max(200)),
  IMAGE_FORMATS: withDefault(z.string(), 'avif,webp'),
  IMAGE_MAX_WIDTH: withDefault(decimal(z.int().min(320)), 1920),
  MAX_STORAGE_MB: optional(decimal(z.number().positive())),
  KEEP_MB: optional(decimal(z.number().positive())),
  TRUSTED_PROXIES: withDefault(decimal(z.int().min(0).max(10)), 0),
  HOME_HOSTS: withDefault(z.string(), ''),
  LOG_LEVEL: withDefault(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
  PUBLIC_CACHE: withDefault(onOff, 'on'),
})

/** Guesses are not limited to a number that would protect a shorter one: see docs/architecture.md. */
const minPasswordLength = 12

function toTree(given: z.output<typeof variables>, remotes: ReadonlyMap<number, URL>) {
  const { SNAPPER_USER: user, SNAPPER_PASSWORD: password, PRINTER_NAME: name } = given
  return {
    isDevelopment: given.NODE_ENV === 'development',
    logLevel: given.LOG_LEVEL,
    /** Absolute origin without a trailing slash. */
    siteUrl: new URL(given.SITE_URL ?? getDefaultSiteUrl(given.PORT)).origin,
    isSiteUrlGiven: given.SITE_URL !== undefined,
    contentDir: given.CONTENT_DIR ?? './content',
    isContentDirGiven: given.CONTENT_DIR !== undefined,
    server: {
      port: given.PORT,
      hostname: given.HOSTNAME,
      metricsPort: given.METRICS_PORT,
      hasPublicCache: given.PUBLIC_CACHE,
      /** How many proxies in front of the site to trust, counted from the right of X-Forwarded-For. */
      trustedProxies: given.TRUSTED_PROXIES,
    },
    /** `host` or `host:port`: may be in the network at home although others name them. */
    homeHosts: given.HOME_HOSTS.split(',').flatMap((host) => host.trim().toLowerCase() || []),
    /** For SQLite, blobs and temporary files; needed even with Postgres and S3. */
    dataDir: given.DATA_DIR ?? './data',
    isDataDirGiven: given.DATA_DIR !== undefined,
    database: given.DATABASE_URL
      ? ({ kind: 'postgres', url: given.DATABASE_URL } as const)
      : ({ kind: 'sqlite' } as const),
    /** Encrypt secrets in the database: the first one all, the others what they have encrypted before. */
    secretsKeys: given.SECRETS_KEY ?? [],
    blobs: given.BLOBS_URL
      ? ({ kind: 's3', url: given.BLOBS_URL } as const)
      : ({ kind: 'disk' } as const),
    images: {
      formats: (['avif', 'webp', 'jpg'] as const).filter(
        (format) => format === 'jpg' || given.IMAGE_FORMATS.split(',').includes(format),
      ),
      maxWidth: given.IMAGE_MAX_WIDTH,
    },
    retention: { maxBytes: (given.MAX_STORAGE_MB ?? given.KEEP_MB ?? 2000) * 1_000_000 },
    firstPrinter: name || user || password ? { name: name ?? '3D printer', user, password } : null,
    /** Printers that report to another site, by their id here. */
    remotes,
    /** To be logged at the start. */
    warnings: [
      ...(given.KEEP_MB === undefined
        ? []
        : ['KEEP_MB is deprecated and will be removed. Rename it to MAX_STORAGE_MB.']),
      ...(password === undefined || password.length >= minPasswordLength
        ? []
        : [
            `SNAPPER_PASSWORD has fewer than ${minPasswordLength} characters, so it can be guessed. Issue a random one: npm run printers -- rotate 1 --user ${user}`,
          ]),
    ],
  }
}

export type Env = ReturnType<typeof toTree>

/**
 * Parses the process's environment.
 * @throws StartError that lists every invalid variable
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = variables.safeParse(source, { error: explainValue })
  const errors = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  const siteUrl =
    (parsed.success ? parsed.data.SITE_URL : undefined) ??
    getDefaultSiteUrl(parsed.success ? parsed.data.PORT : undefined)
  const remote = parsePrinterSources(source, siteUrl)
  errors.push(...remote.errors)
  if (parsed.success) {
    const { SNAPPER_USER: user, SNAPPER_PASSWORD: password } = parsed.data
    if ((user === undefined) !== (password === undefined))
      errors.push('SNAPPER_USER, SNAPPER_PASSWORD: set both or neither')
    if (user !== undefined && remote.sources.has(1))
      errors.push(
        'PRINTER_1_SOURCE: printer 1 already reports here as SNAPPER_USER; set one of the two',
      )
    const unknownFormat = parsed.data.IMAGE_FORMATS.split(',').find(
      (format) => !['avif', 'webp', 'jpg', 'none', ''].includes(format),
    )
    if (unknownFormat !== undefined)
      errors.push(`IMAGE_FORMATS: "${unknownFormat}" is not one of avif, webp, none`)
    if (errors.length === 0) return toTree(parsed.data, remote.sources)
  }
  throw new StartError(
    `Invalid environment variables:\n${errors.map((error) => `  ${error}`).join('\n')}`,
  )
}

export function getEnv(): Env {
  return singleton('env', () => readEnv())
}

/** The highest id in a variable's name: people have a handful of printers. */
const maxPrinterId = 999

/**
 * Parses the variables `PRINTER_<n>_SOURCE`: the API address of a printer that reports to another site. An empty one counts as
 * absent.
 * @param siteUrl absolute origin; a printer must not have this site itself as its source
 */
function parsePrinterSources(
  variables: Record<string, string | undefined>,
  siteUrl: string,
): { sources: ReadonlyMap<number, URL>; errors: string[] } {
  const sources = new Map<number, URL>()
  const errors: string[] = []
  for (const [name, value] of Object.entries(variables)) {
    const [, number] = /^PRINTER_(.*)_SOURCE$/.exec(name) ?? []
    if (number === undefined || value === undefined || value === '') continue
    const id = /^[1-9]\d{0,2}$/.test(number) ? Number(number) : null
    if (id === null)
      errors.push(`${name}: use a printer number from 1 to ${maxPrinterId}, as in PRINTER_2_SOURCE`)
    const source = parseSource(value, siteUrl)
    if (typeof source === 'string') errors.push(`${name}: ${source}`)
    else if (id !== null) sources.set(id, source)
  }
  return { sources, errors }
}
