// A list to pick from while the focus stays in a text field: the field names the active one to screen readers.
import type { ReactNode } from 'react';
import styles from './Picks.module.css';

/** The id of an option, for `aria-activedescendant`. */
export const pick_id = (list: string, index: number) => `${list}-${index}`;

/** Where an arrow leads from `active` in a list of `count`, round its ends; null for any other key. */
export function step_to(key: string, active: number, count: number): number | null {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  return step && count > 0 ? (active + step + count) % count : null;
}

interface Props<Item> {
  /** For `aria-controls`, and what the options' ids begin with. */
  id: string;
  label: string;
  items: readonly Item[];
  key_of: (item: Item) => string;
  active: number;
  on_pick: (item: Item) => void;
  children: (item: Item) => ReactNode;
}

export function Picks<Item>({ id, label, items, key_of, active, on_pick, children }: Props<Item>) {
  return (
    <ul id={id} role="listbox" aria-label={label} className={styles['picks']}>
      {items.map((item, i) => (
        <li
          key={key_of(item)}
          id={pick_id(id, i)}
          role="option"
          aria-selected={i === active}
          className={i === active ? styles['active'] : undefined}
          // The field keeps the focus, and on glass its keyboard.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => on_pick(item)}
        >
          {children(item)}
        </li>
      ))}
    </ul>
  );
}
