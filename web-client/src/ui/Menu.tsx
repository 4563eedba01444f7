// A small menu at a button, on React Aria: arrow keys, typing ahead, Escape, focus back.
import type { RefObject } from 'react';
import { Menu as AriaMenu, MenuItem, Popover } from 'react-aria-components';
import styles from './Menu.module.css';

interface Item {
  id: string;
  label: string;
  run: () => void;
}

interface Props {
  label: string;
  trigger: RefObject<HTMLElement | null>;
  items: Item[];
  on_close: () => void;
}

export function Menu({ label, trigger, items, on_close }: Props) {
  return (
    <Popover
      className={styles['popover'] ?? ''}
      aria-label={label}
      triggerRef={trigger}
      isOpen
      onOpenChange={(open) => !open && on_close()}
      placement="bottom end"
      offset={4}
    >
      <AriaMenu
        className={styles['menu'] ?? ''}
        aria-label={label}
        autoFocus="first"
        onAction={(key) => {
          on_close();
          items.find((item) => item.id === key)?.run();
        }}
      >
        {items.map((item) => (
          <MenuItem key={item.id} id={item.id} className={styles['item'] ?? ''}>
            {item.label}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  );
}
