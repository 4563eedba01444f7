// The switcher opens by Ctrl or ⌘ with K, from everywhere, and by whoever asks for it.
import { useEffect, useState } from 'react';

export function useSwitcher() {
  const [open, set_open] = useState(false);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      set_open((before) => !before);
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
  return { open, show: () => set_open(true), hide: () => set_open(false) };
}
