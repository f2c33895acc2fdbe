// Draws the icons of the Teams app: two teams, and the line between them that Depsync keeps.
import { writeFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';

/** Sizes that Teams asks for: a full colour icon, and a white one on transparent ground. */
const COLOR = 192;
const OUTLINE = 32;

const color = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 192 192">
  <rect width="192" height="192" fill="#1f3a5f"/>
  <path d="M60 132 L132 60" stroke="#9cc3ee" stroke-width="12"/>
  <circle cx="60" cy="132" r="26" fill="#ffffff"/>
  <circle cx="132" cy="60" r="26" fill="#ffffff"/>
  <path d="M120 60 l9 9 l16 -18" stroke="#1f7a4d" stroke-width="8" fill="none" stroke-linecap="round" stroke-linejoin="round"/>
</svg>`;

const outline = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <g stroke="#ffffff" stroke-width="2" fill="none" stroke-linecap="round" stroke-linejoin="round">
    <path d="M12.6 19.4 L19.4 12.6"/>
    <circle cx="9" cy="23" r="5"/>
    <circle cx="23" cy="9" r="5"/>
    <path d="M20.8 9 l1.6 1.6 l2.8 -3.2"/>
  </g>
</svg>`;

function draw(file: string, svg: string, width: number): void {
  writeFileSync(file, new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng());
  console.log(file);
}

draw('manifests/teams/color.png', color, COLOR);
draw('manifests/teams/outline.png', outline, OUTLINE);
