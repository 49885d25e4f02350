import { useMemo } from 'preact/hooks';
import { api } from '../../../api/client.js';
import type { TaskType } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { SchemaForm } from '../../../components/form/schema-form.js';
import { Button } from '../../../components/controls/button.js';
import { Segments } from '../../../components/controls/segments.js';
import { SelectField } from '../../../components/controls/select-field.js';
import { TextField } from '../../../components/controls/text-field.js';
import { Panel } from '../../../components/layout/panel.js';
import { type JsonObject, printJson } from '../../../json/json.js';
import { type PlacedError, errorsWithin } from '../../../json/pointer.js';
import { exampleOf } from '../../../schema/example-of.js';
import { EXAMPLE_WORKFLOW } from '../../workflows/example.js';
import { syntaxErrorOf } from '../../workflows/json-places.js';
import { OPTIONS_SCHEMA } from '../../new-task/options-schema.js';
import type { Draft } from './schedule-draft.js';

export interface WorkFieldsProps {
  readonly draft: Draft;
  readonly errors: readonly PlacedError[];
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** The work submitted at each tick: a task with its payload, or a workflow. */
export function WorkFields({ draft, errors, onChange }: WorkFieldsProps) {
  return (
    <Panel
      title="Submits"
      actions={
        <Segments
          label="Submits"
          value={draft.kind}
          options={[
            { value: 'task', label: 'Task' },
            { value: 'workflow', label: 'Workflow' },
          ]}
          onChange={(kind) =>
            onChange({
              kind,
              ...(kind === 'workflow' && draft.workflow === '' && { workflow: printJson(EXAMPLE_WORKFLOW) }),
            })
          }
        />
      }
    >
      {draft.kind === 'task' ? (
        <TaskFields draft={draft} errors={errors} onChange={onChange} />
      ) : (
        <WorkflowField draft={draft} errors={errors} onChange={onChange} />
      )}
    </Panel>
  );
}

/** Options of a submit that do not name a time. */
const SCHEDULED = ['priority', 'attempts', 'backoff', 'timeout_ms', 'tags', 'retention_ms', 'webhook_url'];
const SCHEDULED_OPTIONS: JsonObject = {
  ...OPTIONS_SCHEMA,
  properties: Object.fromEntries(
    Object.entries(OPTIONS_SCHEMA['properties'] as JsonObject).filter(([name]) => SCHEDULED.includes(name)),
  ),
};

function TaskFields({ draft, errors, onChange }: WorkFieldsProps) {
  const { data: types = [] } = useLoad(
    async (signal) => (await api.GET('/task-types', { signal })).data?.items ?? [],
    [],
  );
  const type = types.find(({ name }) => name === draft.task);
  const payloadErrors = useMemo(() => errorsWithin(errors, '/payload'), [errors]);
  const optionErrors = useMemo(() => errorsWithin(errors, '/options'), [errors]);
  const names = [...new Set([draft.task, ...types.map(({ name }) => name)])].filter(Boolean);
  const choose = (name: string): void => {
    const chosen = types.find((one) => one.name === name);
    onChange({ task: name, payload: chosen ? firstPayload(chosen) : '{}' });
  };
  return (
    <>
      <SelectField
        label="Task"
        value={draft.task}
        options={[{ value: '', label: 'Choose one' }, ...names.map((name) => ({ value: name, label: name }))]}
        onChange={choose}
        hint={type?.summary}
        error={errors.find(({ place }) => place === '/task')?.message}
      />
      {draft.payload === undefined ? (
        <div class="line">
          <span class="soft">Your role does not see the payload. It stays as it is.</span>
          <Button
            label="Replace it"
            onClick={() => onChange({ payload: type ? firstPayload(type) : '{}' })}
          />
        </div>
      ) : (
        type && (
          <SchemaForm
            schema={type.payload_schema as JsonObject}
            value={draft.payload}
            onChange={(payload) => onChange({ payload })}
            errors={payloadErrors}
          />
        )
      )}
      <details open={optionErrors.length > 0 || undefined}>
        <summary>Options of each submit</summary>
        <SchemaForm
          label="Options"
          schema={SCHEDULED_OPTIONS}
          value={draft.options}
          onChange={(options) => onChange({ options })}
          errors={optionErrors}
        />
      </details>
    </>
  );
}

function WorkflowField({ draft, errors, onChange }: WorkFieldsProps) {
  const wrong = errorsWithin(errors, '/workflow').map(({ place, message }) => `${place} ${message}`);
  return (
    <TextField
      label="Definition of the workflow"
      hint="As in POST /workflows"
      isCode
      rows={18}
      value={draft.workflow}
      onInput={(workflow) => onChange({ workflow })}
      error={syntaxErrorOf(draft.workflow) ?? (wrong.length > 0 ? wrong.join('. ') : undefined)}
    />
  );
}

function firstPayload({ example, payload_schema: schema }: TaskType): string {
  const root = schema as JsonObject;
  return printJson((example as JsonObject | null) ?? exampleOf(root, root));
}
