import { useSignal } from '@preact/signals';
import type { JsonValue } from '../../json/json.js';
import { isEqualJson, parsedOrUndefined } from '../../json/json.js';
import { type FieldProps } from '../controls/field.js';
import { TextField } from '../controls/text-field.js';
import { draftOfJson, jsonOfDraft } from './draft.js';

export interface JsonFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: JsonValue | undefined;
  readonly onChange: (value: JsonValue | undefined) => void;
}

const MOST_ROWS = 16;

/** Any JSON as text. What is typed stays as it was typed, with its spaces. */
export function JsonField({ value, onChange, error, ...field }: JsonFieldProps) {
  const draft = useSignal(draftOfJson(value));
  if (!isSame(jsonOfDraft(draft.peek()), value)) draft.value = draftOfJson(value);
  const text = draft.value;
  const isText = text.trim() !== '' && parsedOrUndefined(text) === undefined;
  return (
    <TextField
      {...field}
      error={error ?? (isText ? 'This is not JSON: it would be sent as a text.' : undefined)}
      value={text}
      rows={Math.min(MOST_ROWS, Math.max(2, text.split('\n').length))}
      isCode
      onInput={(typed) => {
        draft.value = typed;
        onChange(jsonOfDraft(typed));
      }}
    />
  );
}

function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return one === undefined || other === undefined ? one === other : isEqualJson(one, other);
}
