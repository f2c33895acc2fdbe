import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

const FONT_FILES = ['Arimo-Regular.ttf', 'Arimo-Bold.ttf'].map((file) =>
  fileURLToPath(new URL(`./fonts/${file}`, import.meta.url)),
);

/** An SVG of ours as PNG, as sharp as fits: neither side has more pixels than `most`, and none is more than doubled. */
export function toPng(svg: string, size: { width: number; height: number }, most: number): Uint8Array {
  const scale = Math.min(2, most / size.width, most / size.height);
  const image = new Resvg(svg, {
    fitTo: { mode: 'width', value: Math.max(1, Math.floor(size.width * scale)) },
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: 'Arimo' },
  });
  return image.render().asPng();
}
