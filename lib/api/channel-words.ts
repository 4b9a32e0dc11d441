import type {
  ApiChannel,
  ApiChannelKind,
  ApiDelivery,
  ApiFact,
  ApiNotifications,
} from './admin-notifications.ts'
import type { Formats } from './formats.ts'
import { formatWallClock } from './times.ts'

/* What the owner's page says of channels and messages, and what its form sends. */

type Choices = Pick<ApiNotifications, 'facts' | 'printers'>

const isTold = (facts: readonly string[] | null | undefined, { kind, is_optional }: ApiFact) =>
  facts?.includes(kind) ?? !is_optional

/** "Everything", "Everything except: a print has started", "A print has failed, a print is paused" */
export function describeFacts({ facts }: Pick<ApiChannel, 'facts'>, known: Choices): string {
  const isChosen = (fact: ApiFact) => isTold(facts, fact)
  const chosen = known.facts.filter(isChosen)
  const left = known.facts.filter((fact) => !isChosen(fact))
  if (left.length === 0) return 'Everything'
  return left.length < chosen.length ? `Everything except: ${join(left)}` : capitalize(join(chosen))
}

/** "All printers", "Maker Select, Garage" */
export function describePrinters(
  { printers }: Pick<ApiChannel, 'printers'>,
  known: Choices,
): string {
  if (printers === null) return 'All printers'
  const chosen = known.printers.filter(({ id }) => printers.includes(id))
  return chosen.length === 0 ? 'No printer, only the site' : join(chosen)
}

const join = (all: readonly { label: string }[]) => all.map(({ label }) => label).join(', ')

/** "22:00 to 07:00, Europe/Berlin" */
export function describeQuietHours(
  quietHours: string,
  formats: Pick<Formats, 'hourFormat' | 'timeZone'>,
): string {
  const [from = '', to = ''] = quietHours.split('-').map((time) => formatWallClock(time, formats))
  return `${from} to ${to}, ${formats.timeZone}`
}

const stateWords: Record<string, string> = {
  waiting: 'Waiting',
  held: 'Held for a digest',
  delivered: 'Delivered',
  listed: 'Listed in a digest',
  expired: 'Not sent: no news any more',
  'given-up': 'Given up',
  dropped: 'Dropped',
}

export const deliveryStateOptions: readonly (readonly [string, string])[] =
  Object.entries(stateWords)

export const describeDeliveryState = ({ state }: Pick<ApiDelivery, 'state'>): string =>
  stateWords[state] ?? state

/** "A print has failed: Garage, print 12" */
export function describeDelivery(
  { kind, printer_id: printerId, print }: Pick<ApiDelivery, 'kind' | 'printer_id' | 'print'>,
  known: Choices,
): string {
  const fact = known.facts.find((each) => each.kind === kind)?.label
  const printer = known.printers.find(({ id }) => id === printerId)?.label
  const about = [
    printerId !== null && (printer ?? 'a printer that was removed'),
    print !== null && `print ${print}`,
  ].filter(Boolean)
  const what = fact === undefined ? 'A digest' : capitalize(fact)
  return about.length === 0 ? what : `${what}: ${about.join(', ')}`
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

type FormValues = Record<string, string | boolean>

/** What the form of a channel shows at first. */
export function toChannelForm(
  channel: Pick<ApiChannel, 'name' | 'values' | 'facts' | 'printers' | 'quiet_hours'> | null,
  kind: Pick<ApiChannelKind, 'fields'> | null,
  known: Choices,
): FormValues {
  const [from = '', to = ''] = channel?.quiet_hours?.split('-') ?? []
  return {
    name: channel?.name ?? '',
    ...Object.fromEntries(
      (kind?.fields ?? []).map(({ name, type, default: given }) => {
        const value = channel === null ? given : (channel.values[name] ?? given)
        return [`values/${name}`, type === 'checkbox' ? value === true : String(value ?? '')]
      }),
    ),
    ...Object.fromEntries(
      known.facts.map((fact) => [`facts/${fact.kind}`, isTold(channel?.facts, fact)]),
    ),
    ...Object.fromEntries(
      known.printers.map(({ id }) => [`printers/${id}`, channel?.printers?.includes(id) ?? true]),
    ),
    quiet_hours: from,
    quiet_until: to,
  }
}

/**
 * What is sent of a form. An empty field is the default, an empty secret stays as it is. All printers are also those of later, and all
 * facts that aren't optional also those of later versions.
 */
export function fromChannelForm(
  form: FormValues,
  { fields }: Pick<ApiChannelKind, 'fields'>,
  known: Choices,
): object {
  const values: Record<string, string | number | boolean | null> = {}
  for (const { name, type, is_secret: isSecret } of fields) {
    const given = form[`values/${name}`]
    if (given === '' || form[`forget/${name}`] === true) {
      if (!isSecret || form[`forget/${name}`] === true) values[name] = null
    } else if (given !== undefined) values[name] = type === 'number' ? Number(given) : given
  }
  const isChecked = (box: string) => form[box] !== false
  const facts = known.facts.filter(({ kind }) => isChecked(`facts/${kind}`))
  const isDefault = known.facts.every((fact) => facts.includes(fact) !== fact.is_optional)
  const printers = known.printers.filter(({ id }) => isChecked(`printers/${id}`))
  const { name, quiet_hours: from, quiet_until: to } = form
  return {
    name,
    values,
    facts: isDefault ? null : facts.map(({ kind }) => kind),
    printers: printers.length === known.printers.length ? null : printers.map(({ id }) => id),
    quiet_hours: from || to ? `${from}-${to}` : null,
  }
}
