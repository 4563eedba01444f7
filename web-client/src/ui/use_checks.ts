// Judges a form in our own words before it is sent: each fault stands at its field, and the first one gets the focus.
import { useState, type FormEvent } from 'react';
import type { Key } from '../lib/text/catalogue';

/** By the name of a field: what is wrong with what it holds, or nothing. In the order of the fields. */
type Rules<F extends string> = Record<F, (value: string) => Key | false>;

export function useChecks<F extends string>(rules: Rules<F>) {
  const [wrong, set_wrong] = useState<Partial<Record<F, Key>>>({});

  /** Shows what is wrong; of the form, so that the first field can be gone to. */
  function show(form: HTMLFormElement, found: Partial<Record<F, Key>>): void {
    set_wrong(found);
    const first = (Object.keys(rules) as F[]).find((name) => found[name]);
    const field = first && form.elements.namedItem(first);
    if (field instanceof HTMLElement) field.focus();
  }

  /** True when everything is right. */
  function check(form: HTMLFormElement): boolean {
    const values = new FormData(form);
    const found: Partial<Record<F, Key>> = {};
    for (const name of Object.keys(rules) as F[]) {
      const fault = rules[name](String(values.get(name) ?? ''));
      if (fault) found[name] = fault;
    }
    show(form, found);
    return Object.keys(found).length === 0;
  }

  /** For the form: no words of the browser's, and a fault goes when its field is mended. */
  const form_props = {
    noValidate: true,
    onInput: (event: FormEvent<HTMLFormElement>) => {
      const { name } = event.target as HTMLInputElement;
      if (name in wrong) set_wrong((before) => ({ ...before, [name]: undefined }));
    },
  };
  return { wrong, check, show, form_props };
}
