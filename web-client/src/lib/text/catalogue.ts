// Owns the choice of language and turns keys of the catalogues into text.
import { useSyncExternalStore } from 'react';
import { lasting } from '../storage';
import { de } from './de';
import { en } from './en';

export type Language = 'de' | 'en';
export type Key = keyof typeof de;
/** A text, or its forms by number ({n}). */
export type Entry = string | { one: string; other: string };
export type Params = Record<string, string | number>;

const catalogues: Record<Language, Record<Key, Entry>> = { de, en };

/** The first language the reader knows of those we have; German when none. */
export function preferred(languages: readonly string[]): Language {
  for (const each of languages) {
    const language = each.slice(0, 2).toLowerCase();
    if (language === 'de' || language === 'en') return language;
  }
  return 'de';
}

/** Fills a text in: {name} by its parameter, the form by {n}. */
export function text_in(language: Language, key: Key, params: Params = {}): string {
  const entry = catalogues[language][key];
  const number = typeof params['n'] === 'number' ? params['n'] : 0;
  const form = new Intl.PluralRules(language).select(number) === 'one' ? 'one' : 'other';
  const raw = typeof entry === 'string' ? entry : entry[form];
  return raw.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
  });
}

const watchers = new Set<() => void>();
let current: Language = 'de';

/** The language in use. */
export function language(): Language {
  return current;
}

function apply(next: Language): void {
  current = next;
  document.documentElement.lang = next;
  for (const watcher of watchers) watcher();
}

/** Takes the language once chosen here, or the browser's. Called once, before the first paint. */
export function start_language(): void {
  const chosen = lasting.get('language');
  apply(chosen === 'de' || chosen === 'en' ? chosen : preferred(navigator.languages));
}

export function choose_language(next: Language): void {
  lasting.set('language', next);
  apply(next);
}

/** A text in the language in use. */
export function text(key: Key, params?: Params): string {
  return text_in(current, key, params);
}

/** The same in a component, which is drawn again when the language changes. */
export function useText(): typeof text {
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    language,
  );
  return text;
}
