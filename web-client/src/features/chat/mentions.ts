// Mentions while one writes: "@Name" in the text area, [@Name](member:…) in what is sent. Pure.

/** Whom the names behind an @ mean, in this text. */
export type Named = Readonly<Record<string, string>>;

export interface Written {
  text: string;
  named: Named;
}

const sent = /\[@([^[\]\\\n]+)\]\(member:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)/g;
// What the server takes for code is left as it is: there is no mention in it.
const code = /(^|\n)[ >]*(```|~~~)[\s\S]*?(?:\n[ >]*\2|$)|(`+)(?!`)[\s\S]*?[^`]\3(?!`)/g;

/** Applies `change` to everything but code. */
function outside_code(text: string, change: (part: string) => string): string {
  let end = 0;
  let result = '';
  for (const found of text.matchAll(code)) {
    result += change(text.slice(end, found.index)) + found[0];
    end = found.index + found[0].length;
  }
  return result + change(text.slice(end));
}

/** How a name stands behind an @: what would end the link is left out. */
export function label_of(name: string): string {
  return name.replace(/[[\]\\\n]/g, ' ').replace(/ +/g, ' ').trim();
}

/** What is shown of a Markdown text while it is written. Of two people of one name the second stays a link. */
export function to_written(body: string): Written {
  const named: Record<string, string> = {};
  const text = outside_code(body, (part) =>
    part.replace(sent, (link, name: string, member: string) => {
      if ((named[name] ??= member) !== member) return link;
      return `@${name}`;
    }),
  );
  return { text, named };
}

/** What is sent of a text as it was written. */
export function to_sent({ text, named }: Written): string {
  const names = Object.keys(named).sort((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const any = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}[])@(${any})(?![\\p{L}\\p{N}])`, 'gu');
  return outside_code(text, (part) => part.replace(whole, (_, name: string) => `[@${name}](member:${named[name]})`));
}

/** The name that is being written at the caret: where its @ stands, and what follows. */
export function name_at(text: string, caret: number): { from: number; words: string } | null {
  const found = /(?:^|[\s(„"/])@((?:[\p{L}\p{M}\p{N}.'’-]+ ?){0,4})$/u.exec(text.slice(0, caret));
  if (!found || (found[1] ?? '').length > 80) return null;
  const words = found[1] ?? '';
  return { from: caret - words.length - 1, words };
}

/** The text with a name in the place of what was begun at `from`, and where the caret belongs then. */
export function with_name(written: Written, from: number, caret: number, person: { id: string; name: string; plate: string }): Written & { caret: number } {
  const plain = label_of(person.name);
  const known = written.named[plain];
  // Two of one name are told apart by their plates.
  const name = known && known !== person.id && person.plate ? `${plain} (${person.plate})` : plain;
  const rest = written.text.slice(caret);
  const inserted = `@${name}${/^\s/.test(rest) ? '' : ' '}`;
  return {
    text: written.text.slice(0, from) + inserted + rest,
    named: { ...written.named, [name]: person.id },
    caret: from + inserted.length + (/^\s/.test(rest) ? 1 : 0),
  };
}
