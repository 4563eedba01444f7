// Light or dark: the device decides unless the reader chose.
import { lasting } from '../lib/storage';

export type Scheme = 'device' | 'light' | 'dark';

export function scheme(): Scheme {
  const chosen = lasting.get('scheme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'device';
}

function show(choice: Scheme): void {
  if (choice === 'device') delete document.documentElement.dataset['scheme'];
  else document.documentElement.dataset['scheme'] = choice;
}

/** Called once, before the first paint. */
export function start_scheme(): void {
  show(scheme());
}

export function choose_scheme(choice: Scheme): void {
  if (choice === 'device') lasting.remove('scheme');
  else lasting.set('scheme', choice);
  show(choice);
}
