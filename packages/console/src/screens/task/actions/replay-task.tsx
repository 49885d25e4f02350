import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../../../api/client.js';
import { given } from '../../../api/given-reason.js';
import { exactBody } from '../../../api/exact-body.js';
import { shownError } from '../../../api/shown-error.js';
import type { Task } from '../../../api/types.js';
import { useAct } from '../../../api/use-act.js';
import { useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { may } from '../../../app/session.js';
import { Segments } from '../../../components/controls/segments.js';
import { ReasonField } from '../../../components/feedback/reason-field.js';
import { Dialog } from '../../../components/feedback/dialog.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { SchemaForm } from '../../../components/form/schema-form.js';
import { type JsonObject, isObject, parsedOrUndefined, printJson } from '../../../json/json.js';
import { type PlacedError, errorsWithin } from '../../../json/pointer.js';
import { exampleOf } from '../../../schema/example-of.js';
import type { JsonSchema } from '../../../schema/json-schema.js';
import { readPayload } from '../use-task.js';

export interface ReplayTaskProps {
  readonly task: Task;
  readonly onClose: () => void;
}

interface Template {
  readonly schema: JsonSchema;
  /** Initial value of the form, as JSON. */
  readonly payload: string;
  /** False if the task has no payload any more, so that one must be given. */
  readonly canKeep: boolean;
  /** True if `payload` is that of the task, and not an example. */
  readonly isOwn: boolean;
}

const CHOICES = [
  { value: 'keep', label: 'Its payload' },
  { value: 'edit', label: 'Another payload' },
] as const;

/** Submits the task anew, with its payload or with an edited one, and opens the new task. */
export function ReplayTask({ task, onClose }: ReplayTaskProps) {
  const { task_id: id } = task;
  const { route } = useLocation();
  const { data: template, error } = useLoad((signal) => readTemplate(task, signal), [id]);
  const reason = useSignal('');
  const { wanted, chosen, edited, isEdited, text, body } = useDraft(template);
  const replaying = useAct(async () => {
    const { data, response } = await api.POST('/tasks/{task_id}/replay', {
      params: { path: { task_id: id } },
      body: { ...body, ...given(reason.value) } as never,
      bodySerializer: exactBody,
    });
    if (data) route(pathTo.task(data.task_id));
    return response.status === 200 ? 'An equal task exists already: this is it' : 'Replayed as this new task';
  });
  const fields = useMemo(() => payloadErrors(replaying.error), [replaying.error]);
  return (
    <Dialog
      title={`Replay ${task.name}`}
      isOpen
      isWide
      onClose={onClose}
      actionLabel="Replay"
      onAction={() => void replaying.run()}
      isBusy={replaying.isRunning}
      isDisabled={!template || !body}
    >
      <p>A new task with the options of this one is submitted. This one stays as it is.</p>
      <ErrorNotice error={error} />
      {template?.canKeep && (
        <Segments
          label="Payload"
          value={wanted}
          options={CHOICES}
          onChange={(value) => (chosen.value = value)}
        />
      )}
      {template && isEdited && (
        <SchemaForm
          schema={template.schema}
          value={text}
          onChange={(value) => (edited.value = value)}
          errors={fields}
        />
      )}
      <ReasonField reason={reason} />
      {fields.length === 0 && <ErrorNotice error={replaying.error} />}
    </Dialog>
  );
}

/**
 * The choice between its own payload and another one, and the body that it makes. A person who may see the payload can
 * edit it at once; as long as nothing is edited the API takes its own, with the secrets that are not shown.
 */
function useDraft(template: Template | undefined) {
  const chosen = useSignal<'keep' | 'edit' | undefined>(undefined);
  const edited = useSignal<string | undefined>(undefined);
  const { canKeep = true, isOwn = false, payload = '{}' } = template ?? {};
  const wanted = chosen.value ?? (isOwn ? 'edit' : 'keep');
  const isEdited = wanted === 'edit' || !canKeep;
  const text = edited.value ?? payload;
  const isUnchanged = isOwn && edited.value === undefined;
  return {
    wanted,
    chosen,
    edited,
    isEdited,
    text,
    body: bodyOf(isEdited && !isUnchanged ? text : undefined),
  };
}

/** @returns undefined while the text is no JSON object */
function bodyOf(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return {};
  const payload = parsedOrUndefined(text);
  return isObject(payload) ? { payload } : undefined;
}

function payloadErrors(error: unknown): readonly PlacedError[] {
  return error === undefined ? [] : errorsWithin(shownError(error).fields, '/payload');
}

async function readTemplate(task: Task, signal: AbortSignal): Promise<Template> {
  const [types, own] = await Promise.all([
    api.GET('/task-types', { signal }),
    may('admin') ? readPayload(task.task_id, signal) : undefined,
  ]);
  const type = types.data?.items.find(
    ({ name, aliases }) => name === task.name || aliases.includes(task.name),
  );
  const schema = (type?.payload_schema ?? { type: 'object' }) as JsonObject;
  const example = (type?.example as JsonObject | null | undefined) ?? exampleOf(schema, schema);
  return {
    schema,
    payload: printJson(isObject(own) ? own : example),
    canKeep: own !== null,
    isOwn: isObject(own),
  };
}
