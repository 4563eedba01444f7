// How the page looks on this device, as far as the reader chose: light or dark, roomy or dense.
import { lasting } from '../lib/storage';

/** A choice that is kept on the device and shown to the style sheet as an attribute of the root. */
export class Preference<T extends string> {
  constructor(
    private readonly name: string,
    /** What holds without a choice; it has no attribute. */
    private readonly standard: T,
    private readonly others: readonly T[],
  ) {}

  get value(): T {
    const chosen = lasting.get(this.name);
    return this.others.find((each) => each === chosen) ?? this.standard;
  }

  choose(value: T): void {
    if (value === this.standard) lasting.remove(this.name);
    else lasting.set(this.name, value);
    this.show();
  }

  show(): void {
    const { value } = this;
    const attribute = `data-${this.name}`;
    if (value === this.standard) document.documentElement.removeAttribute(attribute);
    else document.documentElement.setAttribute(attribute, value);
  }
}

export type Scheme = 'device' | 'light' | 'dark';
export type Density = 'roomy' | 'dense';

/** The device decides unless the reader chose. */
export const scheme = new Preference<Scheme>('scheme', 'device', ['light', 'dark']);
/** "Dicht": messages set closer, for who reads much. */
export const density = new Preference<Density>('density', 'roomy', ['dense']);

/** Called once, before the first paint. */
export function show_appearance(): void {
  scheme.show();
  density.show();
}
