// Draws a run as SVG: how long each request took over time, faults as bands, so that one sees what hit what.

const width = 1_200;
const row = 14;
const plot = 260;
const left = 150;
const colours = { send: '#2c6e8f', edit: '#8a5a00', delete: '#9c2f2f', page: '#4f7a28', resume: '#6a4fa0', fresh: '#6a4fa0', unread: '#777777', mark_read: '#777777' };

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** The SVG's text; latency in milliseconds on a logarithmic scale from 0.1 to 30,000. */
export function draw(model) {
  const end = model.events.at(-1)?.t_ns ?? 1;
  const x = (t) => left + (Math.min(t, end) / end) * (width - left - 10);
  const y = (ms) => 20 + plot - (Math.log10(Math.max(0.1, Math.min(30_000, ms)) * 10) / Math.log10(300_000)) * plot;
  const faults = model.faults.filter((each) => each.kind !== 'lag');
  const rows = [...new Set(faults.map((each) => each.target))].sort();
  const height = plot + 50 + rows.length * row;
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10">`, `<rect width="${width}" height="${height}" fill="#ffffff"/>`];
  for (const ms of [0.1, 1, 10, 100, 1_000, 10_000])
    parts.push(`<line x1="${left}" x2="${width}" y1="${y(ms)}" y2="${y(ms)}" stroke="#dddddd"/><text x="${left - 6}" y="${y(ms) + 3}" text-anchor="end">${ms} ms</text>`);
  for (const { kind, target, from, to, more } of faults) {
    const at = plot + 34 + rows.indexOf(target) * row;
    const wide = Math.max(1.5, x(to) - x(from));
    parts.push(`<rect x="${x(from).toFixed(1)}" y="20" width="${wide.toFixed(1)}" height="${plot}" fill="#c0392b" opacity="0.06"/>`);
    parts.push(`<rect x="${x(from).toFixed(1)}" y="${at}" width="${wide.toFixed(1)}" height="${row - 3}" fill="#c0392b" opacity="0.75"><title>${escape(`${kind} ${JSON.stringify(more)}`)}</title></rect>`);
  }
  for (const [i, name] of rows.entries()) parts.push(`<text x="${left - 6}" y="${plot + 44 + i * row}" text-anchor="end">${escape(name)}</text>`);
  const dots = new Map();
  for (const { f, asked, end: over } of model.tries) {
    if (!over || !colours[f]) continue;
    const mark = over.type === 'ok' ? 'h0' : over.type === 'info' ? 'm-2,-2l4,4m0,-4l-4,4' : 'm-2,0h4';
    const key = `${colours[f]}`;
    dots.set(key, `${dots.get(key) ?? ''}M${x(asked.t_ns).toFixed(1)},${y((over.t_ns - asked.t_ns) / 1e6).toFixed(1)}${mark}`);
  }
  for (const [colour, path] of dots) parts.push(`<path d="${path}" stroke="${colour}" stroke-width="1.6" stroke-linecap="round" fill="none" opacity="0.7"/>`);
  Object.entries(colours).forEach(([f, colour], i) => parts.push(`<text x="${left + i * 70}" y="12" fill="${colour}">${f}</text>`));
  parts.push(`<text x="${width - 200}" y="12">× unknown, – refused, ${(end / 1e9).toFixed(0)} s</text>`, '</svg>');
  return `${parts.join('\n')}\n`;
}
