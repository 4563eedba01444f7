// Writes times and days as people say them.
import { language } from './catalogue';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language() + name;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : 'de-DE', options);
  formats.set(key, known);
  return known;
}

/** 14:02 */
export function clock_time(when: Date): string {
  return format('time', { hour: '2-digit', minute: '2-digit' }).format(when);
}

/** Dienstag, 17. November; with the year when it is not this one. */
export function day(when: Date, now: Date = new Date()): string {
  const year = when.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return format(`day${year.year ?? ''}`, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(when);
}

/** Seconds too, and the day: for the title of a time. */
export function exact(when: Date): string {
  return format('exact', { dateStyle: 'full', timeStyle: 'short' }).format(when);
}

/** Two times on the same day of the reader's calendar. */
export function same_day(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

/** 14:10 today; Di within a week; 17.11. beyond, with the year when it is not this one: for a narrow margin. */
export function short_moment(when: Date, now: Date = new Date()): string {
  if (same_day(when, now)) return clock_time(when);
  if (now.getTime() - when.getTime() < 6 * 86_400_000) return format('short_weekday', { weekday: 'short' }).format(when);
  const year = when.getFullYear() === now.getFullYear() ? {} : { year: '2-digit' as const };
  return format(`short${year.year ?? ''}`, { day: '2-digit', month: '2-digit', ...year }).format(when);
}

/** 14:10 today; Dienstag, 14:10 within a week before or after; the date beyond. */
export function moment(when: Date, now: Date = new Date()): string {
  if (same_day(when, now)) return clock_time(when);
  const near = Math.abs(now.getTime() - when.getTime()) < 6 * 86_400_000;
  const date = near ? format('weekday', { weekday: 'long' }).format(when) : day(when, now);
  return `${date}, ${clock_time(when)}`;
}
