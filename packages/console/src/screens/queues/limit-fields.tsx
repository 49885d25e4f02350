import { TextField } from '../../components/controls/text-field.js';
import type { LimitTexts } from './limits.js';

export interface LimitFieldsProps {
  readonly texts: LimitTexts;
  readonly onChange: (texts: LimitTexts) => void;
  /** Meaning of an empty field. */
  readonly emptyHint: string;
}

/** Inputs for the limits of a queue or a task type. */
export function LimitFields({ texts, onChange, emptyHint }: LimitFieldsProps) {
  const field = (name: keyof LimitTexts) => ({
    type: 'number' as const,
    value: texts[name],
    onInput: (value: string) => onChange({ ...texts, [name]: value }),
  });
  return (
    <>
      <TextField label="Tasks at once, across all workers" hint={emptyHint} {...field('concurrency')} />
      <div class="limit-rate">
        <TextField label="Starts" hint={emptyHint} {...field('max')} />
        <TextField label="In seconds" {...field('seconds')} />
      </div>
    </>
  );
}
