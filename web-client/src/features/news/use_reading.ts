// Marks lines as read, with a while to take it back: the server's marks never go back.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Line } from './arrange';

/** How long it can be taken back. */
const patience = 10_000;

export type Mark = 'undoable' | 'read' | 'failed';
/** Tells the server; called once the time to take it back is over. */
export type Commit = (line: Line) => Promise<unknown>;

export interface Reading {
  /** The lines that were marked in this visit, as they stood. */
  marked: ReadonlyMap<string, { line: Line; mark: Mark }>;
  read: (lines: readonly Line[]) => void;
  undo: (key: string) => void;
}

export function useReading(commit: Commit): Reading {
  const [marked, set_marked] = useState<ReadonlyMap<string, { line: Line; mark: Mark }>>(new Map());
  const open = useRef(new Map<string, Line>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const send = useRef(commit);
  send.current = commit;

  const set = useCallback((lines: readonly Line[], mark: Mark) => {
    set_marked((before) => new Map([...before, ...lines.map((line) => [line.key, { line, mark }] as const)]));
  }, []);

  const commit_all = useCallback(() => {
    clearTimeout(timer.current);
    const lines = [...open.current.values()];
    open.current.clear();
    if (lines.length === 0) return;
    set(lines, 'read');
    for (const line of lines) send.current(line).catch(() => set([line], 'failed'));
  }, [set]);

  useEffect(() => {
    const away = () => document.visibilityState === 'hidden' && commit_all();
    document.addEventListener('visibilitychange', away);
    return () => {
      document.removeEventListener('visibilitychange', away);
      commit_all();
    };
  }, [commit_all]);

  return {
    marked,
    read(lines) {
      commit_all();
      for (const line of lines) open.current.set(line.key, line);
      set(lines, 'undoable');
      timer.current = setTimeout(commit_all, patience);
    },
    undo(key) {
      open.current.delete(key);
      set_marked((before) => new Map([...before].filter(([each]) => each !== key)));
    },
  };
}
