import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { drawBars } from './bars/draw.ts';
import { toSvg } from './drawing.ts';
import { drawGantt } from './gantt/draw.ts';
import { drawMap } from './map/draw.ts';
import type { Picture, Room, Theme } from './model.ts';
import { toPng } from './raster.ts';
import { altOf } from './words.ts';

async function draw(picture: Picture, room: Room) {
  switch (picture.kind) {
    case 'map':
      return drawMap(await Graphviz.load(), picture, room);
    case 'gantt':
      return drawGantt(picture, room);
    case 'bars':
      return drawBars(picture, room);
  }
}

/** A picture for a browser. */
export async function svgOf({ picture, room, theme }: { picture: Picture; room: Room; theme: Theme }): Promise<string> {
  return toSvg(await draw(picture, room), { theme, alt: altOf(picture), letters: 'all' });
}

/** A picture as PNG: light, on its own ground; neither side has more pixels than `most`. */
export async function pngOf({
  picture,
  room,
  most,
}: {
  picture: Picture;
  room: Room;
  most: number;
}): Promise<Uint8Array> {
  const drawing = await draw(picture, room);
  return toPng(toSvg(drawing, { theme: 'light', alt: altOf(picture), letters: 'ours' }), drawing, most);
}
