// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { lasting } from '../lib/storage';
import { density, scheme, show_appearance } from './appearance';

const root = document.documentElement;
beforeEach(() => {
  for (const name of ['scheme', 'density']) lasting.remove(name);
  show_appearance();
});

describe('how the page looks', () => {
  it('is the device’s and roomy without a choice, and leaves no trace', () => {
    expect([scheme.value, density.value]).toEqual(['device', 'roomy']);
    expect({ ...root.dataset }).toEqual({});
    expect([...lasting.keys('scheme'), ...lasting.keys('density')]).toEqual([]);
  });

  it('follows a choice at once and after a reload, until it is taken back', () => {
    scheme.choose('dark');
    density.choose('dense');
    expect({ ...root.dataset }).toEqual({ scheme: 'dark', density: 'dense' });
    delete root.dataset['scheme'];
    show_appearance();
    expect(root.dataset['scheme']).toBe('dark');
    scheme.choose('device');
    density.choose('roomy');
    expect({ ...root.dataset }).toEqual({});
    expect(lasting.keys('')).toEqual([]);
  });

  it('takes nothing that is no choice', () => {
    lasting.set('scheme', 'plaid');
    show_appearance();
    expect([scheme.value, root.dataset['scheme']]).toEqual(['device', undefined]);
  });
});
