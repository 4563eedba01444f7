// The button: one look for the main command, one for the others.
import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** main: the one command of a screen; plain: words that can be pressed; stop: what cannot be undone. */
  look?: 'main' | 'plain' | 'stop';
  large?: boolean;
}

export function Button({ look = 'main', large = false, type = 'button', className, ...rest }: Props) {
  const names = [styles['button'], styles[look], large && styles['large'], className];
  return <button type={type} className={names.filter(Boolean).join(' ')} {...rest} />;
}
