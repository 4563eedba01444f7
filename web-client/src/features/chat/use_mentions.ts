// Proposes people while "@…" is written: who wrote here lately, then whose name begins so.
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { MemberCard } from '../../protocol/types';
import { useClient, useDesk } from '../../app/client';
import { messages_of } from '../../lib/streams/reducer';
import { pick_id, step_to } from '../../ui/Picks';
import { name_at, with_name, type Written } from './mentions';

const pause = 120;
const most = 6;
const ids_of = (cards: readonly MemberCard[]) => cards.map((card) => card.id).join(' ');

export interface Mentions {
  proposed: readonly MemberCard[];
  active: number;
  list: string;
  /** Of the text area. */
  aria: { 'aria-autocomplete': 'list'; 'aria-haspopup': 'listbox'; 'aria-controls'?: string; 'aria-activedescendant'?: string };
  /** The caret moved, or the text changed. */
  look: () => void;
  /** Takes a key that is meant for the list. */
  took_key: (event: KeyboardEvent) => boolean;
  pick: (person: MemberCard) => void;
  close: () => void;
}

interface Options {
  area: RefObject<HTMLTextAreaElement | null>;
  channel: string;
  space: string | undefined;
  written: Written;
  write: (next: Written) => void;
}

export function useMentions({ area, channel, space, written, write }: Options): Mentions {
  const { connection } = useClient();
  const { streams, people, session } = useDesk();
  const [name, set_name] = useState<{ from: number; words: string } | null>(null);
  const [proposed, set_proposed] = useState<readonly MemberCard[]>([]);
  const [active, set_active] = useState(0);
  const found = useRef(new Map<string, readonly MemberCard[]>());
  const caret = useRef<number | null>(null);
  const list = useId();
  const words = name?.words.trimEnd() ?? null;

  useEffect(() => {
    const show = (cards: readonly MemberCard[]) => {
      const next = cards.filter((card) => card.id !== session.member).slice(0, most);
      // The same ones again leave the choice where it is.
      set_proposed((before) => (ids_of(before) === ids_of(next) ? before : next));
    };
    if (words === null || !space) {
      show([]);
      return;
    }
    if (words === '') {
      const state = streams.state(`channel:${channel}`);
      const authors = new Set(state ? messages_of(state).slice(-50).reverse().map((message) => message.author) : []);
      const lately = () => show([...authors].map((id) => people.card(id)).filter((card) => !!card));
      lately();
      // Who is not known by name yet is soon.
      return people.watch(lately);
    }
    const known = found.current.get(words);
    if (known) {
      show(known);
      return;
    }
    let wanted = true;
    const timer = setTimeout(() => {
      connection.call('space.find_members', { space, name: words }).then(
        ({ members }) => {
          found.current.set(words, members);
          people.learn(members);
          if (wanted) show(members);
        },
        () => wanted && show([]),
      );
    }, pause);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [words, space, channel, connection, streams, people, session.member]);

  useEffect(() => set_active(0), [proposed]);

  // The caret follows the inserted name once it stands in the text area.
  useLayoutEffect(() => {
    if (caret.current === null) return;
    area.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const close = () => set_name(null);

  function look() {
    const element = area.current;
    const next = element && element.selectionStart === element.selectionEnd ? name_at(element.value, element.selectionStart) : null;
    // A whole name that stands there already is no question any more.
    const asked = next && written.named[next.words.trimEnd()] === undefined ? next : null;
    if (asked?.from !== name?.from || asked?.words !== name?.words) set_name(asked);
  }

  function pick(person: MemberCard) {
    const element = area.current;
    if (!element || !name) return;
    const next = with_name(written, name.from, element.selectionStart, person);
    caret.current = next.caret;
    write({ text: next.text, named: next.named });
    close();
    element.focus();
  }

  function took_key(event: KeyboardEvent): boolean {
    if (proposed.length === 0 || event.nativeEvent.isComposing) return false;
    const chosen = proposed[active];
    const next = step_to(event.key, active, proposed.length);
    if (next !== null) set_active(next);
    else if (event.key === 'Escape') close();
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) pick(chosen);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  const open = proposed.length > 0;
  return {
    proposed, active, list, look, took_key, pick, close,
    aria: {
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      ...(open ? { 'aria-controls': list, 'aria-activedescendant': pick_id(list, active) } : {}),
    },
  };
}
