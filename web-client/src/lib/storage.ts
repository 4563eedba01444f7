// Owns everything the client keeps on the device, so that sign-out can wipe it.

/** The part of Storage that is used here. */
export interface Shelf {
  get(key: string): string | null;
  /** Returns false when the device refuses (full, or storage switched off). */
  set(key: string, value: string): boolean;
  remove(key: string): void;
  keys(prefix: string): string[];
}

const prefix = 'verbund.';

function shelf(open: () => Storage): Shelf {
  const memory = new Map<string, string>();
  let storage: Storage | null;
  try {
    storage = open();
    storage.getItem(prefix);
  } catch {
    storage = null;
  }
  return {
    get: (key) => memory.get(key) ?? storage?.getItem(prefix + key) ?? null,
    set(key, value) {
      try {
        if (!storage) throw new Error('no storage');
        storage.setItem(prefix + key, value);
        memory.delete(key);
        return true;
      } catch {
        // Better kept until the tab closes than lost at once.
        memory.set(key, value);
        return false;
      }
    },
    remove(key) {
      memory.delete(key);
      storage?.removeItem(prefix + key);
    },
    keys(start) {
      const found = new Set([...memory.keys()].filter((key) => key.startsWith(start)));
      for (let i = 0; i < (storage?.length ?? 0); i++) {
        const key = storage?.key(i);
        if (key?.startsWith(prefix + start)) found.add(key.slice(prefix.length));
      }
      return [...found];
    },
  };
}

/** Stays until sign-out; for own devices and for the choice of language and colours. */
export const lasting: Shelf = shelf(() => globalThis.localStorage);
/** Ends with the tab; for shared devices. */
export const passing: Shelf = shelf(() => globalThis.sessionStorage);

/** Where a member's things belong: on a shared device nothing outlives the tab. */
export function shelf_for(shared_device: boolean): Shelf {
  return shared_device ? passing : lasting;
}

/** Removes everything the client ever kept here. */
export async function wipe(): Promise<void> {
  for (const each of [lasting, passing]) for (const key of each.keys('')) each.remove(key);
  // What a library may have left here goes too.
  for (const open of [() => globalThis.localStorage, () => globalThis.sessionStorage]) {
    try {
      open().clear();
    } catch {
      // Storage switched off holds nothing.
    }
  }
  if (typeof caches === 'undefined') return;
  for (const name of await caches.keys()) await caches.delete(name);
}
