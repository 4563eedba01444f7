// Times and days, written as people say them.
import { expect, it } from 'vitest';
import { moment } from './dates';

const now = new Date(2026, 10, 24, 12, 0);
const at = (days: number) => moment(new Date(2026, 10, 24 + days, 14, 10), now);

it('names today by the time alone', () => expect(at(0)).toBe('14:10'));

it.each([
  [-1, 'Montag, 14:10'],
  [-5, 'Donnerstag, 14:10'],
  [1, 'Mittwoch, 14:10'],
  [5, 'Sonntag, 14:10'],
])('names a day within the week (%i) by its weekday', (days, said) => expect(at(days)).toBe(said));

it.each([
  [-7, 'Dienstag, 17. November, 14:10'],
  [7, 'Dienstag, 1. Dezember, 14:10'],
  [180, 'Sonntag, 23. Mai 2027, 14:10'],
])('names a day further away (%i), before or behind us, by its date', (days, said) => expect(at(days)).toBe(said));
