// The keys of a feed: page down and up go from message to message.
import { type KeyboardEvent, type RefObject } from 'react';

export function useFeedKeys(box: RefObject<HTMLDivElement | null>) {
  return {
    onKeyDown(event: KeyboardEvent) {
      const step = { PageDown: 1, PageUp: -1 }[event.key];
      const article = (event.target as HTMLElement).closest<HTMLElement>('article');
      if (!step || !article || !box.current || event.target instanceof HTMLTextAreaElement) return;
      const all = [...box.current.querySelectorAll<HTMLElement>('article')];
      const next = all[all.indexOf(article) + step];
      event.preventDefault();
      next?.focus();
    },
  };
}
