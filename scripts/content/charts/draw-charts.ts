import data from './data.json' with { type: 'json' }
import {
  drawBars,
  drawCorrelation,
  drawHeatmap,
  drawSpikeBesidePicture,
  drawSpikes,
  drawTiles,
} from './shapes.ts'

export const chartFolder = 'content/blog/2021/02/07/0/charts'

/** The seven figures of the first post by their file's name, from the numbers in data.json. */
export function drawCharts(): Record<keyof typeof data, string> {
  return {
    dashboard: drawTiles(data.dashboard),
    'repeated-spikes': drawSpikes(data['repeated-spikes']),
    'one-gigabyte': drawSpikeBesidePicture(data['one-gigabyte']),
    load: drawBars(data.load),
    'build-queue': drawBars(data['build-queue']),
    'poor-terminations': drawHeatmap(data['poor-terminations']),
    correlation: drawCorrelation(data.correlation),
  }
}
