// Fetches the parts of the page that load on demand: ahead when idle, anew after an update of the server.
import { lasting } from '../lib/storage';

const idle = 2_000;
const reload_pause = 60_000;

/** Fetches what will be needed, so that every place opens without a network. Returns how to call it off. */
export function fetch_ahead(): () => void {
  const timer = setTimeout(() => {
    const parts = [
      import('../features/chat/ChannelPage').then(() => import('../features/chat/MessageCommands')).then((m) => m.load_menu()),
      import('../features/spaces/Groups'),
      import('../features/spaces/Group'),
      import('../features/session/Me'),
      import('./Keys'),
      import('../features/chat/Everything'),
    ];
    void Promise.allSettled(parts);
  }, idle);
  return () => clearTimeout(timer);
}

/**
 * A part is missing though the server answers: it has been updated since this page was loaded. What is written is
 * kept, so the page may begin anew; once a minute at most, and never when there might be no page to come back to.
 */
export function reload_when_outdated(): void {
  window.addEventListener('vite:preloadError', () => {
    const before = Number(lasting.get('reloaded') ?? 0);
    if (Date.now() - before < reload_pause) return;
    fetch('/', { cache: 'no-store' }).then(
      (answer) => {
        if (!answer.ok) return;
        lasting.set('reloaded', String(Date.now()));
        location.reload();
      },
      () => undefined,
    );
  });
}
