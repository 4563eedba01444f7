// One of a few, as radio buttons under a question.
import { useId } from 'react';
import styles from './Choice.module.css';

export interface Choosing<V extends string> {
  question: string;
  value: V;
  options: { value: V; label: string; hint?: string }[];
  onChange: (value: V) => void;
}

export function Choice<V extends string>({ question, value, options, onChange }: Choosing<V>) {
  const name = useId();
  return (
    <fieldset className={styles['choice']}>
      <legend>{question}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            {option.hint && <small>{option.hint}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
