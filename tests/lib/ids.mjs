// Makes the ids that clients choose: UUIDs of version 7.
import { randomBytes } from 'node:crypto';

let last = 0;

/** A UUID of version 7, of this millisecond or of the one given. */
export function new_id(at = Date.now()) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A word that no other test uses. */
export function new_word(prefix = 'x') {
  last += 1;
  return `${prefix}${randomBytes(4).toString('hex')}${last}`;
}
