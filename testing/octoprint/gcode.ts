/**
 * Creates a file for the virtual printer: a tower of squares at low temperatures.
 *
 * The virtual printer moves at ten times the speed, and instantly towards smaller coordinates, so a dwell of a quarter of a second
 * follows each move. A pause or a cancel waits for one dwell at most, and the progress in bytes rises evenly.
 *
 * @param seconds duration of the moves, without about three seconds of heating before them
 */
export function createGcode(seconds: number): string {
  const moves = Math.max(4, Math.round(seconds * 4))
  const corners = [
    [58, 50],
    [58, 58],
    [50, 58],
    [50, 50],
  ] as const
  const lines = [
    '; A tower of squares, for tests',
    'M140 S35',
    'M104 S40',
    'M190 S35',
    'M109 S40',
    'G21',
    'G90',
    'M82',
    'G28',
    'G92 E0',
    'G1 X50 Y50 Z0.2 F6000',
  ]
  for (let move = 0; move < moves; move++) {
    const [x = 0, y = 0] = corners[move % 4] ?? []
    if (move % 4 === 0)
      lines.push(`;LAYER:${move / 4}`, `G1 Z${(0.2 + move * 0.05).toFixed(2)} F6000`)
    lines.push(`G1 X${x} Y${y} E${((move + 1) * 0.27).toFixed(4)} F1920`, 'G4 P250')
  }
  lines.push('M104 S0', 'M140 S0', 'G1 X0 Y120 F6000', 'M84', '')
  return lines.join('\n')
}
