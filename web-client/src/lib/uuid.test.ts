// Behaviour of the ids that the client makes.
import { describe, expect, it } from 'vitest';
import { uuid7 } from './uuid';

describe('uuid7', () => {
  it('has the form the server checks', () => {
    for (let i = 0; i < 1000; i++)
      expect(uuid7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('carries the time in milliseconds', () => {
    const far = Date.UTC(2190, 0, 1);
    expect(parseInt(uuid7(far).replaceAll('-', '').slice(0, 12), 16)).toBe(far);
  });

  it('sorts in the order of making, also within a millisecond and when the clock goes back', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => uuid7(5e12 - (i % 3)));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
