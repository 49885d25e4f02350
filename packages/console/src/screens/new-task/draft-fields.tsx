import { useMemo } from 'preact/hooks';
import { TextField } from '../../components/controls/text-field.js';
import { Panel } from '../../components/layout/panel.js';
import { SchemaForm } from '../../components/form/schema-form.js';
import { counted } from '../../format/number.js';
import { type JsonObject, isObject, parsedOrUndefined } from '../../json/json.js';
import { type PlacedError, errorsElsewhere, errorsWithin } from '../../json/pointer.js';
import { OPTIONS_SCHEMA } from './options-schema.js';
import type { Draft } from './submission.js';
import type { TaskType } from './task-type.js';

export interface DraftFieldsProps {
  readonly type: TaskType;
  readonly draft: Draft;
  /** By pointers from the body of the request. */
  readonly errors: readonly PlacedError[];
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** The inputs of a submit: payload, options and the key that makes it safe to repeat. */
export function DraftFields({ type, draft, errors, onChange }: DraftFieldsProps) {
  const payloadErrors = useMemo(() => errorsWithin(errors, '/payload'), [errors]);
  const optionErrors = useMemo(() => errorsWithin(errors, '/options'), [errors]);
  const others = errorsElsewhere(errors, ['/payload', '/options']);
  const options = parsedOrUndefined(draft.options);
  const set = isObject(options) ? Object.keys(options).length + Number(draft.idempotencyKey !== '') : 0;
  return (
    <>
      <Panel title="Payload">
        <SchemaForm
          schema={type.payload_schema as JsonObject}
          value={draft.payload}
          onChange={(payload) => onChange({ payload })}
          errors={payloadErrors}
        />
      </Panel>
      <details class="panel options" open={optionErrors.length > 0 || undefined}>
        <summary>
          <h2>Options</h2>
          <span class="soft">{set === 0 ? 'those of the type' : counted(set, 'option') + ' set'}</span>
        </summary>
        <SchemaForm
          label="Options"
          schema={OPTIONS_SCHEMA}
          value={draft.options}
          onChange={(text) => onChange({ options: text })}
          errors={optionErrors}
        />
        <TextField
          label="Idempotency-Key"
          note="optional"
          hint="The same key and body submit the task once in 24 hours"
          value={draft.idempotencyKey}
          onInput={(idempotencyKey) => onChange({ idempotencyKey })}
          isCode
        />
      </details>
      {others.map(({ place, message }) => (
        <div key={place + message} class="field-error">
          {place} {message}
        </div>
      ))}
    </>
  );
}
