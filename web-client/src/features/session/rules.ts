// What the fields of the arrival pages must hold; the server judges finally.
import type { Key } from '../../lib/text/catalogue';

const shortest_password = 12;

export function email_fault(value: string): Key | false {
  if (value.trim() === '') return 'form.email_missing';
  return /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? false : 'form.bad_email';
}

export function filled(value: string): Key | false {
  return value.trim() === '' && 'form.missing';
}

export function plate_fault(value: string): Key | false {
  const letters = [...value.trim()].length;
  return (letters < 1 || letters > 3) && 'form.bad_plate';
}

export function new_password_fault(value: string): Key | false {
  return [...value].length < shortest_password && 'form.short_password';
}
