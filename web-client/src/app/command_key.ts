// What the key for commands is called on this keyboard.
import type { text as find } from '../lib/text/catalogue';

export function command_key(text: typeof find): string {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : text('keys.command');
}
