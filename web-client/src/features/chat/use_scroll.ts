// Keeps a list of talk where the reader is: at the end if at the end, else on the same line, whatever comes above.
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** So near to the end counts as the end. */
const near = 48;
const settling = 1_500;

interface Anchor {
  key: string;
  /** From the top of the list's window. */
  offset: number;
}

export interface Kept {
  at_end: boolean;
  anchor: Anchor | null;
}

/** Where each list was left; for coming back in the same visit. */
const kept = new Map<string, Kept>();

export interface Scroll {
  box: RefObject<HTMLDivElement | null>;
  on_scroll: () => void;
  at_end: boolean;
  to_end: () => void;
  /** Brings the message with this number into view and the focus to it; false when it is not in the list. */
  to_row: (number: number) => boolean;
}

const rows = (box: HTMLElement) => box.querySelectorAll<HTMLElement>('[data-key]');

/** The first row that can be seen. */
function first_visible(box: HTMLElement): Anchor | null {
  const top = box.getBoundingClientRect().top;
  const all = rows(box);
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = all[middle];
    if (row && row.getBoundingClientRect().bottom > top) high = middle;
    else low = middle + 1;
  }
  const row = all[low];
  return row ? { key: row.dataset['key'] ?? '', offset: row.getBoundingClientRect().top - top } : null;
}

/**
 * `name` tells lists apart. `start` is the id of the element to begin at, when the list was never here before.
 */
export function useScroll(name: string, start: string): Scroll {
  const box = useRef<HTMLDivElement>(null);
  const state = useRef<Kept | null>(null);
  const settled = useRef(kept.has(name));
  const [at_end, set_at_end] = useState(true);

  const remember = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const end = element.scrollHeight - element.scrollTop - element.clientHeight <= near;
    state.current = { at_end: end, anchor: first_visible(element) };
    kept.set(name, state.current);
    set_at_end(end);
  }, [name]);

  const restore = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const was = state.current ?? kept.get(name) ?? null;
    if (!was || !settled.current) {
      const marker = document.getElementById(start);
      if (marker) {
        const gap = element.clientHeight / 4;
        element.scrollTop += marker.getBoundingClientRect().top - element.getBoundingClientRect().top - gap;
      } else element.scrollTop = element.scrollHeight;
    } else if (was.at_end) element.scrollTop = element.scrollHeight;
    else if (was.anchor) {
      const row = element.querySelector<HTMLElement>(`[data-key="${CSS.escape(was.anchor.key)}"]`);
      if (row) {
        const moved = row.getBoundingClientRect().top - element.getBoundingClientRect().top - was.anchor.offset;
        if (moved !== 0) element.scrollTop += moved;
      }
    }
    remember();
  }, [name, start, remember]);

  // After every drawing, before the eye sees it.
  useLayoutEffect(restore);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element?.firstElementChild) return;
    // Fonts, names and the keyboard change heights without a drawing of ours.
    const observer = new ResizeObserver((entries) => {
      restore();
      // The keyboard of glass came: whoever writes in the list sees what she writes, and the buttons below it.
      const written = document.activeElement?.closest('form');
      if (written && element.contains(written) && entries.some((entry) => entry.target === element))
        written.scrollIntoView({ block: 'nearest' });
    });
    observer.observe(element);
    observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [restore]);

  useLayoutEffect(() => {
    // Until the reader moves, or fonts and names are surely there, the beginning is kept in view.
    const element = box.current;
    const settle = () => (settled.current = true);
    const timer = setTimeout(settle, settling);
    const moves = ['wheel', 'touchmove', 'keydown', 'pointerdown'];
    for (const move of moves) element?.addEventListener(move, settle, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const move of moves) element?.removeEventListener(move, settle);
    };
  }, []);

  const to_end = useCallback(() => {
    const element = box.current;
    settled.current = true;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    remember();
  }, [remember]);

  const to_row = useCallback(
    (number: number) => {
      const element = box.current;
      const row = element?.querySelector<HTMLElement>(`[data-number="${number}"]`);
      if (!element || !row) return false;
      settled.current = true;
      element.scrollTop += row.getBoundingClientRect().top - element.getBoundingClientRect().top - element.clientHeight / 4;
      row.focus({ preventScroll: true });
      remember();
      return true;
    },
    [remember],
  );

  return { box, on_scroll: remember, at_end, to_end, to_row };
}
