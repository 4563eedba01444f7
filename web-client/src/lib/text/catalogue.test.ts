// The catalogues are complete, in both languages, and nothing in them is unused.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { preferred, text_in, type Entry, type Key } from './catalogue';
import { de } from './de';
import { en } from './en';

const source = new URL('../..', import.meta.url).pathname;
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|text\/(de|en)\.ts$/.test(path))
  .map((path) => readFileSync(join(source, path), 'utf8'))
  .join('\n');

const forms = (entry: Entry) => (typeof entry === 'string' ? [entry] : [entry.one, entry.other]);
const names = (entry: Entry) => [...new Set(forms(entry).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(de).sort());
  });

  it('ask for the same parameters in both languages', () => {
    for (const key of Object.keys(de) as Key[]) expect(names(en[key]), key).toEqual(names(de[key]));
  });

  it('hold no empty text and none that is the same by mistake', () => {
    for (const key of Object.keys(de) as Key[])
      for (const form of [...forms(de[key]), ...forms(en[key])]) expect(form.trim(), key).not.toBe('');
  });

  it('hold no key that nothing uses', () => {
    // Keys made of a fixed beginning and a value of the protocol: text(`role.${role}`).
    const made = [...code.matchAll(/`([a-z_]+\.)\$\{/g)].map((match) => match[1] as string);
    const unused = Object.keys(de).filter(
      (key) => !code.includes(`'${key}'`) && !made.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });

  it('choose the form by the number and write numbers as the language does', () => {
    expect(text_in('de', 'status.waiting', { n: 1 })).toBe('1 Nachricht wartet und geht von selbst hinaus.');
    expect(text_in('de', 'status.waiting', { n: 2 })).toBe('2 Nachrichten warten und gehen von selbst hinaus.');
    expect(text_in('en', 'group.members', { n: 1234 })).toBe('1,234 members');
    expect(text_in('de', 'group.members', { n: 1234 })).toBe('1.234 Mitglieder');
  });
});

describe('the language', () => {
  it('is the first of the reader that we have, else German', () => {
    expect(preferred(['fr-FR', 'en-GB', 'de'])).toBe('en');
    expect(preferred(['de-AT', 'en'])).toBe('de');
    expect(preferred(['fr', 'pl'])).toBe('de');
  });
});
