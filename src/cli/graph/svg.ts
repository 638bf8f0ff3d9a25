import { inert } from '../render/inert.js';
import { Markup, markup } from '../render/markup.js';

/** Width of a character of the font of all drawings, in parts of its height: what is drawn is never measured. */
const characterWidth = 0.602;

/** Width of a text, in pixels. */
export function widthOf(text: string, size: number): number {
  return Math.ceil([...inert(text)].length * size * characterWidth);
}

/** A text cut to a width, with an ellipsis where something is left out. */
export function fitted(text: string, size: number, width: number): string {
  const characters = [...inert(text)];
  const most = Math.floor(width / (size * characterWidth));
  return characters.length <= most
    ? characters.join('')
    : `${characters.slice(0, Math.max(0, most - 1)).join('')}…`;
}

/** A text in lines of a width, broken at spaces where there are any; no more lines than `most`. */
export function wrapped(text: string, size: number, width: number, most: number): readonly string[] {
  const room = Math.floor(width / (size * characterWidth));
  const lines: string[] = [];
  let rest = [...inert(text)];
  while (rest.length > room && lines.length < most - 1) {
    const space = rest.lastIndexOf(' ', room);
    const end = space > room / 2 ? space : room;
    lines.push(rest.slice(0, end).join(''));
    rest = rest.slice(space > room / 2 ? end + 1 : end);
  }
  return [...lines, fitted(rest.join(''), size, width)];
}

const style = `
text { font: 11px ui-monospace, "DejaVu Sans Mono", monospace; fill: #1a1e26; }
.title { font-size: 16px; font-weight: bold; }
.head { font-size: 13px; font-weight: bold; }
.dim { fill: #545c6a; }
.page { fill: #ffffff; }
.frame { fill: #f4f5f8; stroke: #767e8c; }
.group { fill: #f4f5f8; stroke: #d4d8e0; }
.unit { stroke: #d4d8e0; }
.edge { fill: none; stroke: #767e8c; stroke-opacity: 0.6; }
.box { stroke: #767e8c; }
.t0 { fill: #d9e7fb; stroke: #0b57b5; } .t1 { fill: #ffe5c4; stroke: #964a00; } .t2 { fill: #d3efdd; stroke: #1a6b3c; }
.t3 { fill: #f8dcee; stroke: #96256d; } .t4 { fill: #d0eef2; stroke: #0c6270; } .t5 { fill: #e8dffb; stroke: #5b3a9e; }
.t6 { fill: #f8edb9; stroke: #6f5800; } .t7 { fill: #f4dfd5; stroke: #84432a; } .none { fill: #ffffff; stroke: #767e8c; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e9ef; } .dim { fill: #a4acba; } .page { fill: #14171c; } .frame, .group { fill: #1d2128; }
  .group, .unit { stroke: #353b46; }
  .t0 { fill: #1b355c; stroke: #8ab8ff; } .t1 { fill: #523410; stroke: #ffb561; } .t2 { fill: #1c4029; stroke: #7bd69b; }
  .t3 { fill: #50213f; stroke: #f39ad1; } .t4 { fill: #123d45; stroke: #79d3e0; } .t5 { fill: #382a5c; stroke: #c1a7ff; }
  .t6 { fill: #433a0e; stroke: #e6cf63; } .t7 { fill: #4a2b1e; stroke: #eda78a; } .none { fill: #14171c; stroke: #7d8695; }
}
`;

/** A drawing of its own, with nothing from outside and no script. */
export function svgOf(title: string, width: number, height: number, body: readonly Markup[]): string {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">${title}</title>
<style>${new Markup(style)}</style>
<rect class="page" width="${width}" height="${height}"/>
<text class="title" x="24" y="34">${title}</text>
${body}</svg>
`.text;
}
