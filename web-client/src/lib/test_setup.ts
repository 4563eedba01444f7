// Gives tests on Node 18 (Debian 12) what browsers and later Nodes have by themselves.
import { webcrypto } from 'node:crypto';

if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });
