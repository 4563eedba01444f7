// Behaviour of setting messages like minutes.
import { describe, expect, it } from 'vitest';
import type { Message } from '../../protocol/types';
import { arrange, new_since, runs_of } from './arrange';

const at = (number: number, author: string, time: string, more: Partial<Message> = {}): Message => ({
  id: `m${number}`, channel: 'c', number, position: number, author, body: 'x',
  // Without a zone: the reader's own, whatever it is.
  sent_at: new Date(`2026-03-02T${time}`).toISOString(),
  ...more,
});

describe('minutes', () => {
  it('put what one author says within five minutes under one name', () => {
    const runs = runs_of(
      arrange([at(1, 'a', '10:00:00'), at(2, 'a', '10:04:59'), at(3, 'a', '10:10:00'), at(4, 'b', '10:10:01')], null, 'me'),
    );
    expect(runs.map((run) => run.messages.map((each) => each.number))).toEqual([[1, 2], [3], [4]]);
  });

  it('begin each day with its date', () => {
    const next = at(2, 'a', '00:00:00', { sent_at: new Date('2026-03-03T00:00:01').toISOString() });
    const runs = runs_of(arrange([at(1, 'a', '23:59:59'), next], null, 'me'));
    expect(runs.map((run) => run.day?.getDate())).toEqual([2, 3]);
  });

  it('draw one line before the first unread of others, and break the run there', () => {
    const messages = [
      at(1, 'a', '10:00:00'),
      at(2, 'me', '10:00:01'),
      at(3, 'a', '10:00:02', { deleted_at: 'x' }),
      at(4, 'a', '10:00:03'),
      at(5, 'a', '10:00:04'),
    ];
    const runs = runs_of(arrange(messages, 1, 'me'));
    expect(runs.filter((run) => run.marker).map((run) => run.messages[0]?.number)).toEqual([4]);
    expect(new_since(messages, 1, 'me')).toBe(2);
    expect(arrange(messages, 5, 'me').some((line) => line.marker)).toBe(false);
  });
});
