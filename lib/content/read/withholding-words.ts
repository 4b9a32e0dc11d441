/** What a member of the front matter says about its document. An unlisted one has its page and is in no list. */
export type Verdict = 'public' | 'unlisted' | 'withheld' | 'unknown'
type Judge = (value: unknown) => Verdict

const publicWords = new Set([
  ...['public', 'publish', 'published', 'visible', 'listed', 'open', 'featured', 'live'],
  ...['everyone', 'everybody', 'anyone', 'all', 'world', 'true', 'yes', 'on', '1'],
])

/** Values that withhold wherever they are; of any other a project or a theme may make what it likes. */
const hiddenWords = new Set([
  ...['draft', 'drafts', 'private', 'hidden', 'unpublished', 'pending', 'future', 'scheduled'],
  ...['trash', 'trashed', 'deleted', 'inherit', 'auto-draft', 'archived-private', 'internal'],
  ...['revision', 'attachment', 'nav_menu_item', 'customize_changeset', 'custom_css'],
  ...['members', 'paid', 'only_paid', 'only_free', 'subscribers', 'founding'],
  ...['friends', 'family', 'followers', 'in-progress', 'in progress', 'in_progress', 'wip'],
])

/** Tags that are no topics. */
const hiddenTags = /^(?:drafts?|private|hidden|unpublished|no-?publish|(?:do-?not|dont)-?publish)$/

/** The names by which each judge is called for, without case and punctuation. */
const table: readonly (readonly [Judge, string])[] = [
  [
    (value) => judgeSwitch(value, 'withheld', 'public'),
    `draft isdraft indraft drafted wip scheduled isscheduled expired private isprivate hidden ishidden unpublished nopublish
    donotpublish dontpublish ignored excluded headless encrypt encrypted protected membersonly memberonly subscribersonly emailonly
    confidential trashed isunpublished notpublic notpublished isnotpublished inprogress`,
  ],
  [
    (value) => judgeSwitch(value, 'public', 'withheld'),
    'published ispublished publish dgpublish public ispublic rendered routable visible isvisible',
  ],
  // Some programs have lists, addresses or formats under these names: only a clear yes or no counts.
  [
    (value) => judgeClear(value, 'withheld', 'public'),
    'hide ignore exclude skip future paid secret internal archived deleted trash disabled',
  ],
  [
    (value) => judgeClear(value, 'public', 'withheld'),
    'render share output enabled live islive online isonline ready isready',
  ],
  [
    (value) => judgeSwitch(value, 'unlisted', 'public'),
    `unlisted isunlisted noindex nosearch nofeed norss nolist hidefromlist hidefromlists hidefromfeed hidefromhome hidefromhomepage
    hidefromindex hidefromsearch hiddenfromlist hiddenfromhomepage hiddenfromsearch hiddenfromfeed hideinlist excludefromcollections
    eleventyexcludefromcollections excludefromlist excludefromfeed excludefromrss excludefromindex excludefromsearch
    excludefromsitemap excludesearch excludesitemap searchexclude searchexcluded sitemapexclude sitemapignore feedexclude rssignore`,
  ],
  [
    (value) => judgeSwitch(value, 'public', 'unlisted'),
    'listed islisted searchable indexable indexed insearchindex insitemap makediscoverable discoverable',
  ],
  [judgeInclusion, 'sitemap search feed rss'],
  [judgeRobots, 'robots'],
  [
    judgeWord,
    `visibility access poststatus wpstatus poststate contentvisibility postvisibility pagevisibility accesslevel publishstate
    publishstatus publishedstate publishedstatus publicationstate publicationstatus publishingstate publishingstatus`,
  ],
  [
    judgeFreeWord,
    'type posttype wpposttype kind layout stage audience workflow workflowstate workflowstatus',
  ],
  [(value) => judgeTags(value, /[,;\s]+/), 'tag tags'],
  [(value) => judgeTags(value, /[,;]+/), 'category categories'],
  [judgePermalink, 'permalink'],
  [judgeBuild, 'build'],
  [() => 'withheld', 'password postpassword wppostpassword passphrase'],
]
const judges = new Map(
  table.flatMap(([judge, names]) => names.split(/\s+/).map((name) => [name, judge] as const)),
)

/**
 * Judges a member of the front matter in the words of Jekyll, Hugo, Hexo, Eleventy, Astro, Gatsby, Docusaurus, Zola, Pelican, Nikola,
 * Grav, Quarto, Ghost, WordPress, Substack, Bear, Obsidian, Quartz and Logseq.
 * @param name as `toName` returns it
 * @param hasFreeStatus a project's `status`, or a theme's, may be any word
 */
export function judgeMember(name: string, value: unknown, hasFreeStatus: boolean): Verdict {
  if (name === 'status' || name === 'state')
    return hasFreeStatus ? judgeFreeWord(value) : judgeWord(value)
  return judges.get(name)?.(value) ?? 'public'
}

/** Without case and punctuation: `_build`, `dg-publish` and `wp:post_type` are one word each. */
export function toName(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function judgeSwitch(value: unknown, on: Verdict, off: Verdict): Verdict {
  if (value === true || value === 1) return on
  if (value === false || value === 0) return off
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (['true', 'yes', 'on', 'y', '1'].includes(word)) return on
  return ['false', 'no', 'off', 'n', '0'].includes(word) ? off : 'unknown'
}

function judgeClear(value: unknown, on: Verdict, off: Verdict): Verdict {
  const verdict = judgeSwitch(value, on, off)
  return verdict === 'unknown' ? 'public' : verdict
}

function judgeWord(value: unknown): Verdict {
  const word = String(value).trim().toLowerCase()
  if (word === 'unlisted') return 'unlisted'
  return publicWords.has(word) ? 'public' : 'withheld'
}

function judgeFreeWord(value: unknown): Verdict {
  const word = String(value).trim().toLowerCase()
  if (word === 'unlisted') return 'unlisted'
  return hiddenWords.has(word) ? 'withheld' : 'public'
}

/** A list, or a text that is divided into one. `status/draft` and `#draft` are the tag `draft`; Ghost has objects with a name. */
function judgeTags(value: unknown, divider: RegExp): Verdict {
  const list = Array.isArray(value) ? value : String(value).split(divider)
  const tags = list.map((one) => {
    const text = one !== null && typeof one === 'object' && 'name' in one ? one.name : one
    return String(text).toLowerCase().split(/[/:]/).at(-1)?.trim().replace(/^#/, '') ?? ''
  })
  if (tags.some((tag) => hiddenTags.test(tag))) return 'withheld'
  return tags.includes('unlisted') ? 'unlisted' : 'public'
}

/** `sitemap: false`, `search: {exclude: true}`. A `sitemap` with a frequency includes the document. */
function judgeInclusion(value: unknown): Verdict {
  if (value === null || typeof value !== 'object') return judgeClear(value, 'public', 'unlisted')
  const isOut = Object.entries(value).some(
    ([name, one]) =>
      /^(?:exclude[d]?|ignore[d]?|disabled?|hidden)$/i.test(name) &&
      judgeSwitch(one, 'unlisted', 'public') !== 'public',
  )
  return isOut ? 'unlisted' : 'public'
}

function judgeRobots(value: unknown): Verdict {
  const isOut = value === false || /noindex|\bnone\b|"index":false/i.test(JSON.stringify(value))
  return isOut ? 'unlisted' : 'public'
}

/** Eleventy's `permalink: false` and `permalink: {build: false}`. */
function judgePermalink(value: unknown): Verdict {
  if (value !== null && typeof value === 'object' && 'build' in value)
    return judgePermalink(value.build)
  return judgeClear(value, 'public', 'withheld')
}

/** Hugo's `build: {list: never, render: never}`. */
function judgeBuild(value: unknown): Verdict {
  if (value === null || typeof value !== 'object') return judgePermalink(value)
  const { list, render } = value as Record<string, unknown> // an object, checked above
  const isNever = (one: unknown) => /^(?:never|link|local|false|no)$/i.test(String(one).trim())
  return isNever(render) ? 'withheld' : isNever(list) ? 'unlisted' : 'public'
}
