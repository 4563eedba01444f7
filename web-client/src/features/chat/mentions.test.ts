import { describe, expect, it } from 'vitest';
import { label_of, name_at, to_sent, to_written, with_name } from './mentions';

const [anna, berta] = ['018f0000-0000-7000-8000-00000000000a', '018f0000-0000-7000-8000-00000000000b'];
const link = (name: string, id: string) => `[@${name}](member:${id})`;

describe('a mention', () => {
  it('is a name while it is written and a link when it is sent, and comes back as it was', () => {
    const written = { text: 'Frag @Anna Müller-Wöllstein, oder @Anna.', named: { Anna: berta, 'Anna Müller-Wöllstein': anna } };
    const body = `Frag ${link('Anna Müller-Wöllstein', anna)}, oder ${link('Anna', berta)}.`;
    expect(to_sent(written)).toBe(body);
    expect(to_written(body)).toEqual(written);
  });

  it('is no longer one when its name was changed, or stands within a word or in code', () => {
    const named = { Anna: anna };
    for (const text of ['@Annabell kommt', 'post@Anna', '`@Anna`', '``a ` @Anna``', '```\n@Anna\n```', '> ~~~\n> @Anna', '@Ann a'])
      expect(to_sent({ text, named })).toBe(text);
    expect(to_sent({ text: '@Anna, `@Anna` und @Anna', named })).toBe(`${link('Anna', anna)}, \`@Anna\` und ${link('Anna', anna)}`);
  });

  it('in code stays code when the text is changed later', () => {
    const body = `\`${link('Anna', anna)}\` und ${link('Anna', anna)}`;
    expect(to_sent(to_written(body))).toBe(body);
  });

  it('of two people with one name means each', () => {
    const body = `${link('Anna', anna)} ${link('Anna', berta)}`;
    expect(to_sent(to_written(body))).toBe(body);
    const one = with_name({ text: '@Anna @an', named: { Anna: anna } }, 6, 9, { id: berta, name: 'Anna', plate: 'MEI' });
    expect(to_sent(one)).toBe(`${link('Anna', anna)} ${link('Anna (MEI)', berta)} `);
  });

  it('leaves out of a name what would end the link, and takes special characters as they are', () => {
    expect(label_of('Anna [x]\\ B')).toBe('Anna x B');
    expect(to_sent({ text: '@A. (b)* c', named: { 'A. (b)*': anna } })).toBe(`${link('A. (b)*', anna)} c`);
  });
});

describe('a name that is being written', () => {
  it('is what follows an @ at the beginning of a word, up to the caret', () => {
    expect(name_at('Hallo @an', 9)).toEqual({ from: 6, words: 'an' });
    expect(name_at('@Dr. Müller-W', 13)).toEqual({ from: 0, words: 'Dr. Müller-W' });
    expect(name_at('Hallo @an und', 9)).toEqual({ from: 6, words: 'an' });
    expect(name_at('(@', 2)).toEqual({ from: 1, words: '' });
  });

  it('is none in an address, after a line break, or after many words', () => {
    for (const text of ['a@schule', '@an\nx', '@a b c d e f', '@an, ja', 'kein']) expect(name_at(text, text.length)).toBe(null);
  });

  it('gives way to the chosen one, with a blank behind it and the caret there', () => {
    expect(with_name({ text: 'Hallo @an!', named: {} }, 6, 9, { id: anna, name: 'Anna B', plate: '' })).toEqual({ text: 'Hallo @Anna B !', named: { 'Anna B': anna }, caret: 14 });
    expect(with_name({ text: '@an kommt', named: {} }, 0, 3, { id: anna, name: 'Anna', plate: '' }).caret).toBe(6);
  });
});
