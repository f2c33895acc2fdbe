import { pngOf, svgOf } from '../draw.ts';

/** What is drawn on a thread of its own: layout and pixels take up to a second, in which nothing else may wait. */
export const jobs = { svg: svgOf, png: pngOf };
