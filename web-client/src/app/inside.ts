// Decides which addresses may be gone to after signing in.

/** The address if it lies inside this page, else the start: read as the browser will read it, tabs and backslashes included. */
export function inside(address: string | undefined, origin = location.origin): string {
  if (!address?.startsWith('/')) return '/';
  try {
    const found = new URL(address, origin);
    // "/.//x" lies inside, but its path alone reads as another host.
    const inside = found.origin === origin && !found.pathname.startsWith('//');
    return inside ? found.pathname + found.search + found.hash : '/';
  } catch {
    return '/';
  }
}
