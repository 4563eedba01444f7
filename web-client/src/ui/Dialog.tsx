// A dialog over the page: the browser keeps the focus in it, Escape or a press beside it closes it.
import { useEffect, useRef, type ReactNode } from 'react';
import styles from './Dialog.module.css';

export function Dialog({ label, on_close, children }: { label: string; on_close: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles['dialog']}
      aria-label={label}
      onClose={on_close}
      onClick={(event) => event.target === dialog.current && on_close()}
    >
      <div className={styles['inner']}>{children}</div>
    </dialog>
  );
}
