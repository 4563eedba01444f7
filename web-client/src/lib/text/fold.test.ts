import { describe, expect, it } from 'vitest';
import { begins_so } from './fold';

describe('looking for a name', () => {
  it('finds it by how its words begin, in any order, whatever case, accents and hyphens', () => {
    for (const wanted of ['austausch', 'AUS ober', 'ober aus', 'nied', 'gross', 'hořeň', 'horen', '', '  '])
      expect(begins_so('Austausch · Oberlausitz-Niederschlesien, Große Hořeňová', wanted), wanted).toBe(true);
  });
  it('does not find what stands within a word, or only half of what is wanted', () => {
    for (const wanted of ['tausch', 'austausch meißen', 'x']) expect(begins_so('Austausch Oberlausitz', wanted), wanted).toBe(false);
  });
});
