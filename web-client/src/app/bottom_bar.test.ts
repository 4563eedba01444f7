// @vitest-environment jsdom
// The bar of the phone stays away until the press that took the focus from the text has ended.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hold_bar_while_pressing } from './bottom_bar';

const held = () => 'held' in document.body.dataset;
const press = (type: string) => document.body.dispatchEvent(new Event(type, { bubbles: true }));

hold_bar_while_pressing();
beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren(document.createElement('textarea'), document.createElement('button'));
  document.querySelector('textarea')?.focus();
});
afterEach(() => vi.useRealTimers());

it('is held while a mouse is down, however long, and let go afterwards', () => {
  press('pointerdown');
  document.querySelector('button')?.focus();
  vi.advanceTimersByTime(5_000);
  expect(held()).toBe(true);
  press('pointerup');
  expect(held()).toBe(true);
  vi.advanceTimersByTime(200);
  expect(held()).toBe(false);
});

it('is held through the press of a finger, whose focus moves after it left', () => {
  press('pointerdown');
  press('pointerup');
  document.querySelector('button')?.focus();
  expect(held()).toBe(true);
  vi.advanceTimersByTime(200);
  expect(held()).toBe(false);
});

it('comes back when the keyboard moves the focus', () => {
  document.querySelector('textarea')?.blur();
  vi.advanceTimersByTime(200);
  expect(held()).toBe(false);
});
