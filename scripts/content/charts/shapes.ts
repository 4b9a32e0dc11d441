import type data from './data.json'
import { frame } from './frame.ts'
import { draw, fill, margin, stroke, width, write } from './svg.ts'

const inner = width - 2 * margin

/** Readings as large numbers, three a row. */
export function drawTiles({ title, tiles }: (typeof data)['dashboard']): string {
  const columns = 3
  const tileWidth = inner / columns
  const tileHeight = 80
  const parts = tiles.flatMap(({ value, label }, index) => {
    const x = margin + (index % columns) * tileWidth
    const y = Math.floor(index / columns) * tileHeight
    return [
      draw('path', { d: `M${x} ${y + 4}h${tileWidth - 14}`, ...stroke('line', 2) }),
      write(value, { x, y: y + 38 }, { size: 26, weight: 700, role: 'pencil' }),
      write(label, { x, y: y + 59 }, { size: 14.5 }),
    ]
  })
  const words = tiles.map(({ value, label }) => `${value} ${label}`).join('; ')
  return frame(title, words, { height: Math.ceil(tiles.length / columns) * tileHeight, parts })
}

/** Lengths from zero, so that twice as long is twice as much. */
export function drawBars({ title, bars }: (typeof data)['load' | 'build-queue']): string {
  const largest = Math.max(...bars.map(({ value }) => value))
  const rowHeight = 62
  const parts = bars.flatMap((bar, index) => {
    const y = index * rowHeight
    const length = (bar.value / largest) * inner
    const role = 'isAccent' in bar && bar.isAccent ? 'pencil' : 'quiet'
    return [
      write(bar.label, { x: margin, y: y + 14 }),
      write(bar.text, { x: width - margin, y: y + 14 }, { weight: 700, anchor: 'end' }),
      draw('rect', { x: margin, y: y + 24, width: Math.round(length), height: 20, ...fill(role) }),
    ]
  })
  const words = bars.map(({ label, text }) => `${label}: ${text}`).join('; ')
  return frame(title, words, { height: bars.length * rowHeight, parts })
}

/** Rises, falls at once, again and again; `drops` are where it falls. */
function sawtooth(spikes: number, top: number, bottom: number): { d: string; drops: number[] } {
  const step = inner / (spikes + 0.5)
  const drops = Array.from({ length: spikes }, (_, index) =>
    Math.round(margin + (index + 1) * step),
  )
  const teeth = drops.map((x) => `L${x - 6} ${top}L${x} ${bottom}`)
  return { d: `M${margin} ${bottom}${teeth.join('')}L${width - margin} ${bottom - 14}`, drops }
}

export function drawSpikes(given: (typeof data)['repeated-spikes']): string {
  const { title, spikes, spikeGb, bracket } = given
  const { d, drops } = sawtooth(spikes, 40, 130)
  const [first = 0, second = 0] = drops
  const parts = [
    draw('path', {
      d: `M${margin} 40H${width - margin}M${margin} 130H${width - margin}`,
      ...stroke('line', 1),
    }),
    draw('path', { d, 'stroke-linejoin': 'round', ...stroke('pencil', 2.5) }),
    write(`+${spikeGb} GB`, { x: width - margin, y: 34 }, { anchor: 'end', size: 15 }),
    write('as usual', { x: width - margin, y: 149 }, { anchor: 'end', size: 15 }),
    draw('path', {
      d: `M${first} 14v8M${first} 18H${second}M${second} 14v8`,
      ...stroke('quiet', 1.5),
    }),
    write(bracket, { x: second + 8, y: 22 }, { size: 15, role: 'quiet' }),
    write(
      'time: the number of spikes is chosen',
      { x: margin, y: 170 },
      { size: 15, role: 'quiet' },
    ),
  ]
  const words = `Memory rises by ${spikeGb} GB and falls back at once, every few minutes.`
  return frame(title, words, { height: 182, parts })
}

export function drawSpikeBesidePicture(given: (typeof data)['one-gigabyte']): string {
  const { title, spikeGb, pictureKb } = given
  const height = 150
  const times = Math.round((spikeGb * 1_000_000) / pictureKb / 1000) * 1000
  const parts = [
    draw('path', { d: `M${margin} ${height}H${width - margin}`, ...stroke('line', 1) }),
    draw('rect', { x: 60, y: 4, width: 110, height: height - 4, ...fill('pencil') }),
    // True to scale it would be a hundredth of a pixel high; a line is the least that can be seen.
    draw('rect', { x: 250, y: height - 1, width: 110, height: 1, ...fill('ink') }),
    write(`${spikeGb} GB`, { x: 115, y: height + 21 }, { anchor: 'middle', weight: 700 }),
    write(`${pictureKb} kB`, { x: 305, y: height + 21 }, { anchor: 'middle', weight: 700 }),
    write('one spike', { x: 115, y: height + 41 }, { anchor: 'middle', size: 15 }),
    write('one picture', { x: 305, y: height + 41 }, { anchor: 'middle', size: 15 }),
    write(
      `1 : ${times.toLocaleString('en')}`,
      { x: 305, y: height - 14 },
      { anchor: 'middle', role: 'quiet' },
    ),
  ]
  const words = `A spike of ${spikeGb} GB is some ${times.toLocaleString('en')} times a picture of ${pictureKb} kB.`
  return frame(title, words, { height: height + 52, parts })
}

export function drawHeatmap(given: (typeof data)['poor-terminations']): string {
  const { title, columns, from, to, rows } = given
  const cell = inner / columns
  const rowHeight = 70
  const parts = rows.flatMap((row, index) => {
    const y = index * rowHeight
    const cells = Array.from({ length: columns }, (_, column) => {
      const role = column < row.until ? 'pencil' : 'line'
      const x = Math.round(margin + column * cell)
      return draw('rect', { x, y: y + 20, width: Math.floor(cell) - 3, height: 30, ...fill(role) })
    })
    const note = row.note
      ? [
          write(
            row.note,
            { x: Math.round(margin + row.until * cell), y: y + 14 },
            { size: 15, role: 'quiet' },
          ),
        ]
      : []
    return [write(row.label, { x: margin, y: y + 14 }), ...cells, ...note]
  })
  const bottom = rows.length * rowHeight + 8
  parts.push(
    write(from, { x: margin, y: bottom }, { size: 15, role: 'quiet' }),
    write(
      'width of a cell is chosen',
      { x: width / 2, y: bottom },
      { size: 15, role: 'quiet', anchor: 'middle' },
    ),
    write(to, { x: width - margin, y: bottom }, { size: 15, role: 'quiet', anchor: 'end' }),
  )
  const words = rows
    .map(
      ({ label, until }) =>
        `${label}: ${until === columns ? 'all day' : 'until the middle of the afternoon'}`,
    )
    .join('; ')
  return frame(title, words, { height: bottom + 10, parts })
}

export function drawCorrelation(given: (typeof data)['correlation']): string {
  const { title, spikes, spikeGb, rows } = given
  const { d, drops } = sawtooth(spikes, 22, 98)
  const guides = drops.map((x) => `M${x} 22V132`).join('')
  const crosses = drops.map((x) => `M${x - 6} 120l12 12M${x + 6} 120l-12 12`).join('')
  const parts = [
    draw('path', { d: guides, 'stroke-dasharray': '3 4', ...stroke('line', 1.5) }),
    draw('path', { d, 'stroke-linejoin': 'round', ...stroke('ink', 2) }),
    write(`memory, drops of ${spikeGb} GB`, { x: margin, y: 10 }, { size: 15 }),
    draw('path', { d: crosses, ...stroke('pencil', 3) }),
    write(rows[0] ?? '', { x: margin, y: 156 }, { size: 15 }),
    draw('path', { d: `M${margin} 180H${width - margin}`, ...stroke('line', 1.5) }),
    write(`${rows[1] ?? ''}: none`, { x: margin, y: 201 }, { size: 15 }),
  ]
  const words = `Each of the ${spikes} drops of ${spikeGb} GB stands above a crash in the logging namespace.`
  return frame(title, words, { height: 210, parts })
}
