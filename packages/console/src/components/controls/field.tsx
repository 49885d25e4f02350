import { useId } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import './field.css';

/** Attributes that tie an input to its label, hint and error. */
export interface InputTies {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
}

export interface FieldProps {
  readonly label: string;
  /** A word after the label: `optional`. */
  readonly note?: string | undefined;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  /** For search boxes and the like: the label is only read out. */
  readonly isLabelHidden?: boolean;
  readonly children: (ties: InputTies) => ComponentChildren;
}

/** An input with its label, an explanation, and what is wrong with it. */
export function Field({ label, note, hint, error, isLabelHidden = false, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const ties: InputTies = {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? 'true' : undefined,
  };
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
        {note && <span class="field-note"> {note}</span>}
      </label>
      {children(ties)}
      {hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div class="field-error" id={`${id}-error`}>
          {error}
        </div>
      )}
    </div>
  );
}
