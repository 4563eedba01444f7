// The command button of the message one looks at; its menu is loaded on first use.
import { useRef, useState } from 'react';
import type { Message } from '../../protocol/types';
import { useText } from '../../lib/text/catalogue';
import { Icon } from '../../ui/Icon';
import styles from './MessageCommands.module.css';

type MenuModule = typeof import('../../ui/Menu');
let menu: MenuModule | null = null;

/** Fetches the menu; the page does so when it has nothing else to do, so that it is there without a network. */
export async function load_menu(): Promise<MenuModule> {
  menu ??= await import('../../ui/Menu');
  return menu;
}

/** The address of a message, for mails and other channels. */
const link_to = ({ channel, number }: Message) => `${location.origin}/kanal/${channel}?nachricht=${number}`;

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
    { id: 'link', label: text('message.link'), run: () => void navigator.clipboard?.writeText(link_to(message)) },
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
        onClick={() => {
          // Not there and not to be had: the press does nothing, and the next one tries again.
          load_menu().then(() => set_open(!open), () => undefined);
        }}
      >
        <Icon name="more" />
      </button>
      {open && menu && (
        <menu.Menu label={text('message.more')} trigger={button} items={items} on_close={() => set_open(false)} />
      )}
    </div>
  );
}
