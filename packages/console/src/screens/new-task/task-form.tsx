import { useSignal } from '@preact/signals';
import { api } from '../../api/client.js';
import { shownError } from '../../api/shown-error.js';
import { useAct } from '../../api/use-act.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { useQuery } from '../../app/use-query.js';
import { Button } from '../../components/controls/button.js';
import { Notice } from '../../components/feedback/notice.js';
import { Screen } from '../../components/layout/screen.js';
import type { JsonObject } from '../../json/json.js';
import { printJson } from '../../json/json.js';
import type { PlacedError } from '../../json/pointer.js';
import { exampleOf } from '../../schema/example-of.js';
import { CopyCommands } from './copy-commands.js';
import { DraftFields } from './draft-fields.js';
import { FollowedTask } from './followed-task.js';
import { LastPayloads } from './last-payloads.js';
import { submit } from './submit.js';
import { type Draft, submissionOf } from './submission.js';
import type { TaskType } from './task-type.js';

const NO_ERRORS: readonly PlacedError[] = [];

/** The form of one type of task. */
export function TaskForm({ name }: { readonly name: string }) {
  const loaded = useLoad(
    async (signal) => (await api.GET('/task-types/{name}', { params: { path: { name } }, signal })).data,
    [name],
  );
  return (
    <Screen
      title={`New task: ${name}`}
      loaded={loaded}
      actions={<Button label="Other type" href={pathTo.newTask()} />}
    >
      {loaded.data && <Filled type={loaded.data} />}
    </Screen>
  );
}

function Filled({ type }: { readonly type: TaskType }) {
  const { query, setQuery } = useQuery();
  const draft = useSignal<Draft>(firstDraft(type));
  const submission = submissionOf(draft.value);
  const submitting = useAct(async () => {
    if (!submission) return undefined;
    const { id, isDuplicate } = await submit(submission);
    setQuery({ task: id });
    return isDuplicate ? 'An equal task exists already: this is it' : 'Submitted';
  });
  const errors = useFields(submitting.error);
  const change = (changes: Partial<Draft>): void => {
    draft.value = { ...draft.value, ...changes };
  };
  const { task } = query;
  return (
    <div class="new-task">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submitting.run();
        }}
      >
        <p class="soft">{type.summary}</p>
        <StateNotice type={type} />
        <DraftFields type={type} draft={draft.value} errors={errors} onChange={change} />
        <div class="line">
          <Button
            label="Submit"
            type="submit"
            look="primary"
            isBusy={submitting.isRunning}
            isDisabled={!submission}
          />
          <Button label="Reset" look="quiet" onClick={() => (draft.value = firstDraft(type))} />
        </div>
      </form>
      <div class="stack">
        {task && <FollowedTask key={task} id={task} />}
        <CopyCommands submission={submission} />
        {may('admin') && <LastPayloads name={type.name} onUse={(payload) => change({ payload })} />}
      </div>
    </div>
  );
}

function StateNotice({ type }: { readonly type: TaskType }) {
  if (!type.paused) return null;
  return (
    <Notice tone="warning" title="This type is paused.">
      A new task waits until it is resumed.
    </Notice>
  );
}

function firstDraft(type: TaskType): Draft {
  const schema = type.payload_schema as JsonObject;
  const payload = printJson((type.example as JsonObject | null) ?? exampleOf(schema, schema));
  return { name: type.name, payload, options: '{}', idempotencyKey: '' };
}

/** The errors of single fields, the same list while the error is the same. */
function useFields(error: unknown): readonly PlacedError[] {
  const last = useSignal<{ of: unknown; fields: readonly PlacedError[] }>({
    of: undefined,
    fields: NO_ERRORS,
  });
  if (last.peek().of !== error)
    last.value = { of: error, fields: error === undefined ? NO_ERRORS : shownError(error).fields };
  return last.value.fields;
}
