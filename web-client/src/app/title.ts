// Owns the title of the window: the place, and how much is unread anywhere.
import { useEffect } from 'react';

let place = '';
let unread = 0;

function write(): void {
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${place}`;
}

/** Says where one is; the last to say it wins. */
export function useTitle(name: string): void {
  useEffect(() => {
    place = name;
    write();
  }, [name]);
}

/** Says how much is unread in all. */
export function show_unread(count: number): void {
  unread = count;
  write();
}
