const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '@': '&#64;' };

/** Text on one line that stays text in Markdown: no markup, HTML, link, mention or end of a table cell. */
export function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]#+!|~]/g, '\\$&')
    .replace(/[&<>@]/g, (sign) => ENTITIES[sign] ?? sign)
    .replaceAll('://', ':\\/\\/')
    .replace(/www\./gi, (start) => `${start.slice(0, -1)}\\.`);
}

/** A link; neither its words nor its address end it, or the table cell it stands in. */
export function link(label: string, url: string): string {
  return `[${escaped(label)}](<${url.replace(/[<>|\\`\s]/g, (sign) => encodeURIComponent(sign))}>)`;
}

/** A row of a table, of cells that are Markdown already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
