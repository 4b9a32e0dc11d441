import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

type Files = Record<string, string | Buffer>

/** What the test looks for to see that a folder is shown. */
export const markerOf = (name: string) => `pages/owner-${name}.md`

const post = (title: string, date: string, text = 'Some words.') =>
  `---\ntitle: ${title}\ndate: ${date}\n---\n${text}\n`

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M0 0h60v20H0z"/></svg>'

function manyFiles(): Files {
  const files: Files = {}
  for (let index = 0; index < 1_000; index += 1) {
    const day = new Date(Date.UTC(2019, 0, 1 + index)).toISOString().slice(0, 10)
    files[`public/scans/${index}.txt`] = String(index)
    files[`blog/_notes/${index}.md`] = `Note ${index}`
    if (index % 20 === 0) files[`blog/${day}-note-${index}.md`] = `Note ${index} #tag\n`
  }
  return files
}

/** Content folders of owners as they have been possible since the oldest release, and settings as they are now. */
export const folders: Record<string, Files> = {
  empty: {},
  names: { 'site.yaml': 'title: Ada’s workshop\ntagline: Prints\ndescription: What I print.\n' },
  author: {
    'site.yaml':
      'author:\n  name: Ada\n  bio: I print.\n  photo: /ada.png\nprofiles:\n  - {label: Code, url: "https://code.example/ada"}\n  - {label: Mail, url: "mailto:ada@site.example"}\n',
    'public/ada.png': png,
  },
  german: {
    'site.yaml': 'language: de\ntime_zone: Europe/Berlin\n',
    'blog/2024-03-31-uhr.md': post('Zeitumstellung', '2024-03-31 02:30:00', 'Grüße aus Köln.'),
  },
  american: {
    'site.yaml':
      'language: en-US\ntime_zone: America/Los_Angeles\nhour_format: 12\ntemperature_unit: F\n',
    'blog/2021/02/07/0/clock.md': post('Clock', '2021-02-07 23:59:59-08:00'),
  },
  navigation: {
    'site.yaml':
      'navigation:\n  - {label: Notes, url: /blog}\n  - {label: Code, url: "https://code.example"}\nedit_url: https://code.example/edit/\nhub_url: https://hub.example/\nwebmention_url: https://mentions.example/\n',
    'blog/2020-01-02-a.md': post('A', '2020-01-02'),
  },
  colours: {
    'site.yaml':
      'theme:\n  paper: "#fdf6e3"\n  ink: "#17324d"\n  accent: "#0057b8"\n  type: literata\n  logo: /logo.svg\n  dark: {paper: "#0d1b2a"}\n',
    'public/logo.svg': svg,
  },
  portrait: {
    'site.yaml': 'author: {name: Ada, photo: /me.png}\ntheme: {type: grotesk, logo: portrait}\n',
    'public/me.png': png,
  },
  'custom-css': {
    'site.yaml': 'title: Mine\n',
    'custom.css': 'main { border-left: 4px solid var(--color-accent) }\n',
    'public/robots.txt': 'User-agent: *\nDisallow: /scans/\n',
    'public/.well-known/security.txt': 'Contact: mailto:ada@site.example\n',
  },
  'odd-dates': {
    'blog/a.md': post('Zulu', '2020-02-29T23:59:59.999Z'),
    'blog/b.md': post('Half an hour', '1999-12-31 23:59:59+05:30'),
    'blog/c.md': post('Only a day', '2021-11-07'),
    'blog/d.md': post('Before the epoch', '1969-07-20 20:17:40Z'),
    'blog/e.md':
      '---\ntitle: Parts\ndate: {created: 2018-01-01, published: 2018-02-03 04:05:06-08:00, updated: 2019-01-01}\n---\nx\n',
    'blog/2022-05-06-in-the-name.md': '---\ntitle: In the name\n---\nx\n',
    'blog/2022/05/06/3/in-the-path.md': '---\ntitle: In the path\n---\nx\n',
  },
  permalinks: {
    'blog/f.md': '---\ntitle: Fixed\ndate: 2020-01-01\nordinal: 7\n---\nx\n',
    'blog/g.md':
      '---\ntitle: Named\nslug: {date: 2020-01-01, ordinal: 2, name: other-name}\ndate: 2020-01-05\n---\nx\n',
    'blog/h.md': post('Free', '2020-01-01'),
    'redirects.yaml': '/old: /blog\n/shop: https://shop.example/\n',
    'withdrawn.yaml': '- /gone\n',
  },
  notes: {
    'blog/2020-01-02-a.md': 'No title, no front matter.\n',
    'blog/2020-01-03-b.md':
      '---\nlike-of: https://a.example/1\nsyndication: [https://b.example/2]\n---\n',
    'blog/2020-01-04/index.md': '---\nphoto: {src: p.png, alt: A pixel}\nlocation: Köln\n---\n',
    'blog/2020-01-04/p.png': png,
  },
  projects: {
    'projects/leds.md':
      '---\ntitle: LEDs\nstatus: done\nfeatured: true\nthumbnail: p.png\ntags: [light]\ndate: {started: 2020-01-01, finished: 2020-02-01, published: 2020-02-02}\nurl: {site: https://leds.example, source: [https://code.example/leds]}\n---\nText.\n',
    'projects/p.png': png,
    'blog/2020-02-03-about-leds.md':
      '---\ntitle: About LEDs\ntags: [project:leds, c-plus-plus]\n---\n[LEDs](../projects/leds.md)\n',
  },
  pages: {
    'pages/now.md': '---\ntitle: Now\ndate: 2024-01-01\n---\nPrinting.\n',
    'pages/deep/page.md': '---\ntitle: Deep\n---\n[up](../now.md)\n',
    'pages/about.md': '---\ntitle: About\ntagline: Me\n---\nI print.\n',
  },
  markdown: {
    'blog/2020-03-01-all.md': post(
      'All of it',
      '2020-03-01',
      '## A\n\n## B\n\n## C\n\n```ts\nconst a = 1\n```\n\n```dot\ndigraph { a -> b }\n```\n\n$x^2$ costs $5 [^1]\n\n> [!note] Mind\n> this\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n[^1]: Foot.\n',
    ),
  },
  generators: {
    'blog/2020-04-01-toml.md': '+++\ntitle = "TOML"\ntags = ["a"]\n+++\nx\n',
    'blog/2020-04-02-json.md': '{\n"title": "JSON"\n}\nx\n',
    'blog/2020-04-03-crlf.md': '---\r\ntitle: CRLF\r\n---\r\nx\r\n',
    'blog/2020-04-04-bom.md': '\uFEFF---\ntitle: BOM\n---\nx\n',
  },
  withheld: {
    'blog/2020-05-01-draft.md': '---\ntitle: Draft\ndraft: true\n---\nx\n',
    'blog/created.md': '---\ntitle: Created\ndate: {created: 2020-05-02}\n---\nx\n',
    'blog/2020-05-03-public.md': '---\ntitle: Public\n---\nx\n',
  },
  scripts: {
    'blog/2020-06-01-中文.md': post('中文', '2020-06-01', '你好。'),
    'blog/2020-06-02-arabic.md': post('مرحبا', '2020-06-02', 'نص'),
    'blog/2020-06-03-emoji.md': post('🖨 printing', '2020-06-03', ':tada:'),
  },
  'many-files': manyFiles(),
  everything: {
    'site.yaml':
      'title: Everything\ntagline: T\ndescription: D\nauthor: {name: Ada, bio: B}\nlanguage: pt-BR\ntime_zone: UTC\nhour_format: 24\ntemperature_unit: C\ntheme: {paper: "#000", ink: "#fff", accent: "oklch(0.7 0.2 140)", type: piazzolla}\n',
    'custom.css': 'body { letter-spacing: 0.01em }',
    'blog/2021-01-01-a.md': post('A', '2021-01-01'),
    'projects/b.md': '---\ntitle: B\n---\nx\n',
    'pages/c.md': '---\ntitle: C\n---\nx\n',
  },
}

/** Writes one of the folders, with its marker. */
export async function writeOwnersFolder(name: string, to: string): Promise<void> {
  const marker = { [markerOf(name)]: `---\ntitle: Owner ${name}\n---\nThis one.\n` }
  for (const [file, content] of Object.entries({ ...folders[name], ...marker })) {
    await mkdir(dirname(join(to, file)), { recursive: true })
    await writeFile(join(to, file), content)
  }
}
