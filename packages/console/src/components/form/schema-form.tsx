import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { isObject, parseJson, parsedOrUndefined, printJson } from '../../json/json.js';
import { type PlacedError, messageOf } from '../../json/pointer.js';
import { formFieldOf } from '../../schema/form-field.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { Segments } from '../controls/segments.js';
import { TextField } from '../controls/text-field.js';
import { GroupField } from './group-field.js';
import { ValueField } from './value-field.js';
import './schema-form.css';

export interface SchemaFormProps {
  /** The JSON Schema of an object. */
  readonly schema: JsonSchema;
  /** The object as JSON text: it keeps each digit, and what is typed while it is no JSON yet. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Errors that the API reported, with pointers relative to the object; see `errorsWithin`. */
  readonly errors?: readonly PlacedError[];
  /** Default: `Payload`. */
  readonly label?: string;
}

const MOST_ROWS = 30;
const NONE: readonly PlacedError[] = [];

/** A form made of a JSON Schema, and a text for what no form can show. The API judges the values, not the form. */
export function SchemaForm({ schema, value, onChange, errors = NONE, label = 'Payload' }: SchemaFormProps) {
  const wanted = useSignal<'form' | 'json'>('form');
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  const parsed = parsedOrUndefined(value);
  const field = formFieldOf(schema, schema);
  const canShow = field.kind === 'group' && isObject(parsed);
  const mode = canShow ? wanted.value : 'json';
  const isEmpty = field.kind === 'group' && field.properties.length === 0 && !field.others;
  return (
    <div class="schema-form" ref={element}>
      {field.kind === 'group' && (
        <Segments
          label={`${label} as`}
          value={mode}
          options={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={(chosen) => (wanted.value = chosen)}
        />
      )}
      {mode === 'form' && canShow ? (
        <>
          {isEmpty && <p class="soft">It has no fields.</p>}
          <GroupField
            label={label}
            schema={schema}
            root={schema}
            field={field}
            value={parsed}
            onChange={(changed) => onChange(printJson(changed ?? {}))}
            errors={errors}
            isRequired
            Inner={ValueField}
          />
        </>
      ) : (
        <TextField
          label={`${label} as JSON`}
          isLabelHidden
          value={value}
          rows={Math.min(MOST_ROWS, Math.max(6, value.split('\n').length + 1))}
          isCode
          onInput={onChange}
          error={mistakeIn(value) ?? messageOf(errors)}
        />
      )}
    </div>
  );
}

/** The reason why a text is no JSON object; undefined if it is one. */
export function mistakeIn(text: string): string | undefined {
  try {
    return isObject(parseJson(text)) ? undefined : 'This must be a JSON object: {"name": "value"}.';
  } catch (error) {
    return `This is not JSON: ${(error as SyntaxError).message}.`;
  }
}
