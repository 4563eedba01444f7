// Behaviour of unread counts between the server's own.
import { describe, expect, it } from 'vitest';
import type { ChannelEntry } from '../../protocol/types';
import { counted, marked, moved, unread, wrote } from './unread';

const entry = (last_number: number, read_number: number, unread_there: number): ChannelEntry => ({
  id: 'c', space: 's', name: '', purpose: '', created_at: '', may_write: true, last_number, read_number, unread: unread_there,
});

describe('unread', () => {
  it('is what the server says, and grows with the stream', () => {
    const count = counted(entry(20, 10, 7));
    expect(unread(count)).toBe(7);
    expect(unread(moved(count, 23))).toBe(10);
    expect(unread(moved(moved(count, 23), 22))).toBe(10);
  });

  it('does not count own messages, told once or often', () => {
    let count = counted(entry(20, 20, 0));
    count = wrote(wrote(moved(count, 21), 21), 21);
    expect(unread(count)).toBe(0);
    expect(unread(moved(count, 22))).toBe(1);
  });

  it('follows a mark from another device, and never goes back', () => {
    const count = marked(moved(counted(entry(20, 10, 10)), 25), { channel: 'c', number: 25, unread: 0, last_number: 25 });
    expect(unread(count)).toBe(0);
    expect(marked(count, { channel: 'c', number: 12, unread: 9, last_number: 25 })).toBe(count);
    expect(unread(marked(counted(entry(20, 10, 10)), { channel: 'c', number: 15, unread: 3, last_number: 20 }))).toBe(3);
  });

  it('does not count twice when the mark knows more than the head', () => {
    const count = marked(counted(entry(20, 10, 10)), { channel: 'c', number: 24, unread: 2, last_number: 26 });
    expect(unread(moved(count, 26))).toBe(2);
  });

  it('counts what came between the mark and the event that tells of it', () => {
    const mark = { channel: 'c', number: 15, unread: 5, last_number: 20 };
    expect(unread(marked(moved(counted(entry(20, 10, 10)), 22), mark))).toBe(7);
    // Of the two that came meanwhile one is mine.
    expect(unread(marked(wrote(moved(counted(entry(20, 10, 10)), 22), 21), mark))).toBe(6);
  });

  it('is not unsettled by an old mark after a fresh list', () => {
    const count = counted(entry(15, 10, 5));
    expect(unread(marked(count, { channel: 'c', number: 10, unread: 0, last_number: 10 }))).toBe(5);
  });

  it('ends at a thousand', () => {
    expect(unread(moved(counted(entry(5_000, 0, 1_000)), 9_000))).toBe(1_000);
  });
});
