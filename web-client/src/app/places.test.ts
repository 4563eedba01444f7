import { describe, expect, it } from 'vitest';
import type { ChannelEntry, Space } from '../protocol/types';
import { meant_by, places_of } from './places';

const space = (id: string, name: string) => ({ id, name, plate: id }) as Space;
const channel = (id: string, of: string, name: string) => ({ id, space: of, name }) as ChannelEntry;
const places = places_of({
  fixed: [{ to: '/', name: 'Neues', plate: '', within: '', unread: 0 }],
  spaces: [space('OL', 'Oberlausitz'), space('MEI', 'Meißen')],
  channels: [channel('1', 'OL', 'Austausch'), channel('2', 'MEI', 'Austausch'), channel('3', 'MEI', 'Offene Fragen')],
  name_of: ({ name }) => name,
  unread: (id) => (id === '2' ? 3 : 0),
});

describe('going somewhere by name', () => {
  it('offers, with nothing typed, what is unread first', () => {
    expect(meant_by('', places)[0]?.to).toBe('/kanal/2');
  });
  it('finds a channel by its name and its group together', () => {
    expect(meant_by('aus ober', places).map((each) => each.to)).toEqual(['/kanal/1']);
    expect(meant_by('meis', places).map((each) => each.to)).toEqual(['/gruppe/MEI', '/kanal/2', '/kanal/3']);
  });
  it('sets first whose own name begins so', () => {
    expect(meant_by('o', places).map((each) => each.to)).toEqual(['/kanal/3', '/gruppe/OL', '/kanal/1']);
    expect(meant_by('nichts davon', places)).toEqual([]);
  });
});
