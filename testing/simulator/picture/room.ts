import sharp from 'sharp'

/** The room behind the printer, far out of focus: an evening window, a lamp's glow on the wall, a shelf. */
function drawRoom(lightsOn: boolean): string {
  const books = [
    ['#7c3b2a', 118],
    ['#c9a063', 98],
    ['#27444c', 126],
    ['#8f8a7d', 108],
    ['#4b2f3f', 120],
    ['#b5562f', 92],
    ['#2f5146', 114],
    ['#d0b78c', 102],
    ['#394860', 124],
  ] as const
  const spines = books
    .map(([fill, height], i) => {
      const x = 60 + i * 27
      return `<rect x="${x}" y="${214 - height}" width="${18 + ((i * 7) % 9)}" height="${height}" fill="${fill}"/>`
    })
    .join('')
  const lamps = [
    [962, 196, 17, '#ffca7a'],
    [1010, 230, 12, '#ff9d52'],
    [1064, 176, 21, '#ffe2ad'],
    [1118, 236, 14, '#ffb765'],
    [1160, 206, 19, '#ff8f5a'],
    [1208, 168, 12, '#cfe4ff'],
    [1236, 240, 17, '#ffd593'],
    [1090, 262, 10, '#ff6f50'],
    [985, 268, 13, '#ffdf9c'],
  ] as const
  const bokeh = lamps
    .map(
      ([x, y, r, fill]) =>
        `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" fill-opacity="0.42" stroke="${fill}" stroke-opacity="0.5" stroke-width="1.6"/>`,
    )
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1408" height="848" viewBox="-64 -64 1408 848">
  <defs>
    <filter id="far" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="13"/></filter>
    <filter id="lens" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="1.3"/></filter>
    <radialGradient id="glow" cx="0.26" cy="0.18" r="0.75">
      <stop offset="0" stop-color="#ffc98a" stop-opacity="${lightsOn ? 0.8 : 0}"/>
      <stop offset="0.4" stop-color="#d98a4c" stop-opacity="${lightsOn ? 0.4 : 0}"/>
      <stop offset="1" stop-color="#6b3d22" stop-opacity="0"/>
    </radialGradient>
    <linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#2a4468"/><stop offset="0.55" stop-color="#66779a"/>
      <stop offset="0.8" stop-color="#c98a78"/><stop offset="1" stop-color="#8a5a56"/>
    </linearGradient>
  </defs>
  <rect x="-64" y="-64" width="1408" height="848" fill="#2e2a2b"/>
  <g filter="url(#far)">
    <rect x="-90" y="-90" width="1460" height="900" fill="${lightsOn ? '#554339' : '#2b2a30'}"/>
    <rect x="-90" y="-90" width="1460" height="900" fill="url(#glow)"/>
    <rect x="884" y="-90" width="500" height="402" fill="#1f1a18"/>
    <rect x="902" y="-90" width="500" height="382" fill="url(#dusk)"/>
    <path d="M902 292V236h44v-26h40v44h38v-70h52v56h40v-34h58v44h42v-62h46v52h60v52z" fill="#2a2a38"/>
    <rect x="1094" y="-60" width="13" height="352" fill="#1f1a18"/>
    <rect x="876" y="290" width="460" height="16" fill="#6a4e3a"/>
    <rect x="-90" y="214" width="510" height="14" fill="#6e4a2e"/>
    <rect x="-90" y="228" width="510" height="10" fill="#221813"/>
    ${spines}
    <circle cx="362" cy="164" r="48" fill="#c2672c"/><circle cx="362" cy="164" r="22" fill="#3a2a20"/>
    <rect x="-90" y="30" width="510" height="10" fill="#6e4a2e"/>
    <rect x="470" y="-90" width="300" height="330" fill="${lightsOn ? '#8f6a48' : '#3a3236'}"/>
    <g fill="#2b2422"><rect x="500" y="40" width="14" height="120"/><rect x="488" y="24" width="38" height="26"/>
    <rect x="552" y="60" width="10" height="120"/><rect x="584" y="44" width="10" height="136"/></g>
    <rect x="546" y="20" width="22" height="64" fill="#b5482c"/><rect x="578" y="14" width="22" height="58" fill="#c8892f"/>
    <circle cx="676" cy="96" r="46" fill="none" stroke="#3b5d66" stroke-width="18"/>
    <g fill="#3d5a38"><ellipse cx="842" cy="196" rx="18" ry="76" transform="rotate(-24 842 236)"/>
    <ellipse cx="842" cy="186" rx="17" ry="84"/><ellipse cx="842" cy="196" rx="18" ry="78" transform="rotate(27 842 236)"/>
    <ellipse cx="842" cy="206" rx="16" ry="66" transform="rotate(52 842 236)"/></g>
    <path d="M808 246h68l-9 66h-50z" fill="#b06a48"/>
  </g>
  <g filter="url(#lens)">${bokeh}</g>
</svg>`
}

const rooms = new Map<boolean, Promise<Float32Array>>()

/** The room as linear light, three values a pixel; drawn once for each state of the lights. */
export function getRoom(lightsOn: boolean): Promise<Float32Array> {
  const known = rooms.get(lightsOn)
  if (known) return known
  const drawn = renderRoom(lightsOn)
  rooms.set(lightsOn, drawn)
  return drawn
}

async function renderRoom(lightsOn: boolean): Promise<Float32Array> {
  const bytes = await sharp(Buffer.from(drawRoom(lightsOn)))
    .extract({ left: 64, top: 64, width: 1280, height: 720 })
    .removeAlpha()
    .raw()
    .toBuffer()
  const dimming = lightsOn ? 1 : 0.07
  const light = Float32Array.from({ length: 256 }, (_, value) => (value / 255) ** 2.2 * dimming)
  const room = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) room[i] = light[bytes[i] ?? 0] ?? 0
  return room
}
