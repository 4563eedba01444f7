// @vitest-environment jsdom
// What people write stays inert: every payload of the collection, and what Markdown is wanted.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { to_line, to_markup } from './markdown';

const allowed_tags = new Set(['P', 'BR', 'EM', 'STRONG', 'S', 'CODE', 'PRE', 'UL', 'OL', 'LI', 'BLOCKQUOTE', 'A', 'MARK']);
const allowed_attributes = new Set(['href', 'start', 'dir', 'target', 'rel']);

/** What of this markup could do harm; empty when nothing can. */
function harm(markup: string): string[] {
  const page = new DOMParser().parseFromString(markup, 'text/html');
  const found: string[] = [];
  for (const element of page.body.querySelectorAll('*')) {
    if (!allowed_tags.has(element.tagName)) found.push(`<${element.tagName}>`);
    for (const { name, value } of element.attributes) {
      if (!allowed_attributes.has(name)) found.push(`${element.tagName}[${name}]`);
      if (name === 'href' && !/^(https?:|mailto:|\/(?!\/))/i.test(value)) found.push(`href=${value}`);
    }
  }
  return [...found, ...[...page.head.children].map((element) => `head <${element.tagName}>`)];
}

const folder = join(process.cwd(), '../../shared/data/payloads/xss');
const there = existsSync(folder);
if (!there) console.warn(`SKIPPED: the collection of XSS payloads is not here (${folder})`);

function payloads(): { file: string; text: string }[] {
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ file, text: file.endsWith('.jsonl') ? String(JSON.parse(line).payload) : line })),
  );
}

describe('markup of messages', () => {
  it.skipIf(!there)('makes every payload of the collection inert, plain and inside Markdown', () => {
    const all = payloads();
    expect(all.length).toBeGreaterThan(500);
    const wrapped = (text: string) => [
      text, `[x](${text})`, `[x](<${text}>)`, `[${text}](/a)`, `<${text}>`, `> ${text}`, `[r]: ${text}\n[r]`,
      `\`\`\`${text}\n${text}\n\`\`\``,
    ];
    const broken: string[] = [];
    for (const { file, text } of all)
      for (const body of wrapped(text)) {
        const found = harm(to_markup(body));
        if (found.length > 0) broken.push(`${file}: ${found.join(' ')} in ${body.slice(0, 200)}`);
      }
    expect(broken).toEqual([]);
  }, 120_000);

  it('is judged by a check that finds harm where it is', () => {
    expect(harm('<img src=x onerror=alert(1)>')).toEqual(['<IMG>', 'IMG[src]', 'IMG[onerror]']);
    expect(harm('<a href="javascript:alert(1)">x</a>')).toEqual(['href=javascript:alert(1)']);
  });

  it('shows what people mean by Markdown', () => {
    expect(to_markup('**fett** und *schräg*\nneue Zeile')).toBe(
      '<p dir="auto"><strong>fett</strong> und <em>schräg</em><br>\nneue Zeile</p>\n',
    );
    expect(to_markup('- eins\n- zwei')).toContain('<li dir="auto">eins</li>');
    expect(to_markup('3. drei')).toContain('start="3"');
  });

  it('leaves headings, images, tables, rules and HTML as they were written', () => {
    for (const body of ['# Thema', '---', '![Bild](https://a.de/b.png)', '<b>x</b>', 'a|b\n-|-\n1|2'])
      expect(harm(to_markup(body)), body).toEqual([]);
    expect(to_markup('# Thema')).toContain('# Thema');
    expect(to_markup('<b>x</b>')).toContain('&lt;b&gt;x&lt;/b&gt;');
  });

  it('opens links outside without telling where from, and keeps inner ones here', () => {
    expect(to_markup('https://example.org/a')).toContain('rel="noopener noreferrer nofollow ugc"');
    expect(to_markup('[hier](/kanal/1)')).toContain('<a href="/kanal/1">hier</a>');
    expect(to_markup('[x](//evil.example)')).not.toContain('<a');
    expect(to_markup('Bis morgen.Da sehen wir uns')).not.toContain('<a');
    expect(to_markup('www.sachsen.de')).toContain('href="http://www.sachsen.de"');
  });

  it('shows a mention as a name: on the marker for the one it means, as text for others, never as a link', () => {
    const [anna, berta] = ['0190a000-0000-7000-8000-00000000000a', '0190a000-0000-7000-8000-00000000000b'];
    const body = `Hallo [@Anna](member:${anna}) und [@**Berta**](member:${berta})!`;
    expect(to_markup(body, anna)).toBe('<p dir="auto">Hallo <mark>@Anna</mark> und @<strong>Berta</strong>!</p>\n');
    expect(to_markup(body, berta)).toBe('<p dir="auto">Hallo @Anna und <mark>@<strong>Berta</strong></mark>!</p>\n');
    expect(to_markup(body)).not.toMatch(/<a|<mark|member:/);
    expect(to_markup(`[@Anna](member:${anna}) [hier](/kanal/1)`, anna)).toContain('</mark> <a href="/kanal/1">hier</a>');
    expect(to_markup(`\`[@Anna](member:${anna})\``, anna)).toContain(`<code>[@Anna](member:${anna})</code>`);
    for (const url of ['member:x', `member:${anna}/x`, `member:${anna.toUpperCase()}`, `members:${anna}`])
      expect(to_markup(`[@Anna](${url})`, anna), url).not.toMatch(/<a|<mark/);
    expect(to_line(body)).toBe('Hallo @Anna und @Berta!');
  });

  it('makes one line of a message for quotes', () => {
    expect(to_line('**Ja**, [hier](https://a.de):\n\n- eins\n- zwei `drei`')).toBe('Ja, hier: eins zwei drei');
  });
});
