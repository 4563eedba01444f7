import { describe, expect, it } from 'vitest';
import type { ChannelEntry, Excerpt, InboxItem, Space } from '../../protocol/types';
import { lines_of, sections_of, since, whole_words } from './arrange';

const channel = (id: string, space: string) => ({ id, space, name: id }) as ChannelEntry;
const excerpt = (id: string, of: string, sent_at: string) => ({ id, channel: of, author: 'a', words: 'Worte', number: 1, sent_at }) as Excerpt;
const item = (id: string, message: string, of: string) => ({ id, message, channel: of, space: 's', author: 'a', at: '2026-11-02', number: 1 }) as InboxItem;
const space = (id: string, kind: string) => ({ id, kind, name: id, role: 'member' }) as Space;
const known = (more: object) => lines_of({ unseen: [], mentioning: new Map(), fresh: [], channels: [channel('c', 's'), channel('d', 's')], unread: () => 2, ...more });

describe('what is new', () => {
  it('is one line a channel, and none for one that was read meanwhile', () => {
    const fresh = [excerpt('1', 'c', '2026-11-01'), excerpt('2', 'd', '2026-11-02')];
    expect(known({ fresh, unread: (id: string) => (id === 'd' ? 0 : 3) }).map((line) => line.channel)).toEqual(['c']);
  });

  it('tells a mention once, when it is all there is in its channel', () => {
    const both = { unseen: [item('i', '1', 'c')], fresh: [excerpt('1', 'c', '2026-11-01')] };
    expect(known({ ...both, unread: () => 1 }).map(({ kind, alone }) => [kind, alone])).toEqual([['mention', true]]);
    expect(known(both).map(({ kind, alone }) => [kind, alone])).toEqual([['mention', false], ['channel', true]]);
  });

  it('is set with me first, regions before working groups, the newest first', () => {
    const fresh = [excerpt('1', 'c', '2026-11-01'), excerpt('2', 'd', '2026-11-02'), excerpt('3', 'e', '2026-11-03')];
    const lines = known({ unseen: [item('i', '9', 'c')], fresh, channels: [channel('c', 's'), channel('d', 's'), channel('e', 't')] });
    const sections = sections_of(lines, [space('t', 'working_group'), space('s', 'regional_group')]);
    expect(sections.map((each) => [each.space?.id ?? 'me', each.lines.map((line) => line.channel)])).toEqual([['me', ['c']], ['s', ['d', 'c']], ['t', ['e']]]);
    expect(since(lines)).toBe('2026-11-01');
    expect(since([])).toBe(null);
  });
});

describe('an excerpt', () => {
  it('that ends within a link loses its beginning, and nothing else', () => {
    expect(whole_words('Frag [@Anna](member:0197')).toBe('Frag');
    expect(whole_words('Frag [@An')).toBe('Frag');
    expect(whole_words('Frag [@Anna](member:1) und [sieh](https://a.de) nach')).toBe('Frag [@Anna](member:1) und [sieh](https://a.de) nach');
  });
});
