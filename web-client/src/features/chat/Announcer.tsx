// Says new messages to screen readers: one hidden polite region, at most once a second.
import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { to_line } from '../../lib/markdown';
import { useText } from '../../lib/text/catalogue';

const pause = 1_000;

export function Announcer({ messages, me }: { messages: readonly Message[]; me: string }) {
  const text = useText();
  const { people } = useDesk();
  const newest = messages.at(-1)?.number ?? 0;
  const said = useRef(newest);
  const latest = useRef(messages);
  const [words, set_words] = useState('');
  latest.current = messages;

  useEffect(() => {
    if (newest <= said.current) return;
    const timer = setTimeout(() => {
      const fresh = latest.current.filter((each) => each.number > said.current && each.author !== me);
      said.current = latest.current.at(-1)?.number ?? said.current;
      const last = fresh.at(-1);
      if (!last) return;
      const name = people.card(last.author)?.name ?? text('talk.somebody');
      set_words(
        fresh.length === 1
          ? text('talk.says', { name, words: to_line(last.body) })
          : text('talk.many_new', { n: fresh.length }),
      );
    }, pause);
    return () => clearTimeout(timer);
  }, [newest, me, people, text]);

  return (
    <p className="hidden" role="status" aria-live="polite">
      {words}
    </p>
  );
}
