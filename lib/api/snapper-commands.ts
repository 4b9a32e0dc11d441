import { printerApiPath } from './paths.ts'

interface Command {
  name: string
  about: string
  code: string
}

const printerServer = [
  ['OCTOPRINT_ROOT', 'http://octopi.local/'],
  ['OCTOPRINT_KEY', 'YOUR_KEY'],
  ['SNAPSHOT_URL', 'http://octopi.local/webcam/?action=snapshot'],
] as const
const intervals = '--interval 60s --interval-idle 10m'

interface Given {
  siteUrl: string
  printerId: number
  token: string
}

/** For a token that reads what isn't public. */
export function readCommand({ siteUrl, printerId, token }: Given): Command {
  return {
    name: 'curl',
    about: 'The printer as JSON, with what isn’t public.',
    code: `curl -fsS -H 'Authorization: Bearer ${token}' \\\n  '${siteUrl}${printerApiPath(printerId)}private'`,
  }
}

/** What to paste on the machine next to the printer, with its token. `siteUrl` has no trailing slash. */
export function listSnapperCommands({ siteUrl, printerId, token }: Given): Command[] {
  const endpoint = siteUrl + printerApiPath(printerId)
  const variables = [
    ['PRINTER_ENDPOINT', endpoint],
    ['SNAPPER_TOKEN', token],
    ...printerServer,
  ] as const
  const exports = variables.map(([name, value]) => `export ${name}='${value}'`)
  return [
    {
      name: 'Node',
      about:
        'The snapper is one file. In a copy of this site’s software, npm run build:snapper makes dist/snapper.cjs, for a machine with Node 24. Copy it to the machine next to the printer.',
      code: [...exports, `node snapper.cjs ${intervals}`].join('\n'),
    },
    {
      name: 'Without Node',
      about:
        'The same as a program of 125 MB, which contains Node: npm run build:snapper -- --binaries makes dist/snapper-linux-arm64 for a Raspberry Pi and dist/snapper-linux-x64. Copy the one that fits, as snapper.',
      code: [...exports, `./snapper ${intervals}`].join('\n'),
    },
    {
      name: 'Docker',
      about:
        'The snapper’s image, which starts again with the machine. In a copy of this site’s software, this makes it: docker build -f deploy/Dockerfile --target snapper -t paparazza-snapper:local .',
      code: [
        'docker run --detach --restart unless-stopped --name snapper \\',
        ...variables.map(([name, value]) => `  --env '${name}=${value}' \\`),
        `  paparazza-snapper:local ${intervals}`,
      ].join('\n'),
    },
    {
      name: 'systemd',
      about: 'For a service that is installed already, as snapper/README.md says.',
      code: [
        "sudo install -D -m 600 /dev/stdin /etc/paparazza/snapper.env <<'END'",
        ...variables.map(([name, value]) => `${name}=${value}`),
        'END',
        'sudo systemctl enable --now paparazza-snapper.service',
      ].join('\n'),
    },
    {
      name: 'curl',
      about: 'One picture, without the snapper.',
      code: `curl -fsS '${printerServer[2][1]}' | \\\n  curl -fsS -T - -H 'Authorization: Bearer ${token}' -H 'Content-Type: image/jpeg' \\\n  '${endpoint}image.jpg'`,
    },
    {
      name: 'Python',
      about: 'The original script, with the token as its password.',
      code: [
        `export PRINTER_ENDPOINT='${endpoint}' USER=snapper PASSWORD='${token}'`,
        ...printerServer.map(([name, value]) => `export ${name}='${value}'`),
        'python3 snapper.py',
      ].join('\n'),
    },
  ]
}
