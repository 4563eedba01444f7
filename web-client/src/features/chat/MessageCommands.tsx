// The command button of the message one looks at; its menu is loaded on first use.
import { lazy, Suspense, useRef, useState } from 'react';
import type { Message } from '../../protocol/types';
import { useText } from '../../lib/text/catalogue';
import { Icon } from '../../ui/Icon';
import styles from './MessageCommands.module.css';

const Menu = lazy(() => import('../../ui/Menu').then((module) => ({ default: module.Menu })));

interface Props {
  message: Message;
  on_reply: ((message: Message) => void) | null;
  on_edit: (() => void) | null;
  on_delete: (() => void) | null;
}

export function MessageCommands({ message, on_reply, on_edit, on_delete }: Props) {
  const text = useText();
  const button = useRef<HTMLButtonElement>(null);
  const [open, set_open] = useState(false);
  const items = [
    on_reply && { id: 'reply', label: text('message.reply'), run: () => on_reply(message) },
    { id: 'copy', label: text('message.copy'), run: () => void navigator.clipboard?.writeText(message.body) },
    on_edit && { id: 'edit', label: text('message.edit'), run: on_edit },
    on_delete && { id: 'delete', label: text('message.delete'), run: on_delete },
  ].filter((item) => item !== null);
  return (
    <div className={styles['commands']}>
      <button
        ref={button}
        type="button"
        aria-label={text('message.more')}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => set_open(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <Suspense>
          <Menu label={text('message.more')} trigger={button} items={items} on_close={() => set_open(false)} />
        </Suspense>
      )}
    </div>
  );
}
