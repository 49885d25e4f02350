import { useSignal } from '@preact/signals';
import { api } from '../../../api/client.js';
import { given } from '../../../api/given-reason.js';
import type { Task } from '../../../api/types.js';
import { useAct } from '../../../api/use-act.js';
import { SelectField } from '../../../components/controls/select-field.js';
import { TextField } from '../../../components/controls/text-field.js';
import { ReasonField } from '../../../components/feedback/reason-field.js';
import { Dialog } from '../../../components/feedback/dialog.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { timeZone } from '../../../preferences/time-zone.js';
import { changesOf, draftOf } from './change-fields.js';

const PRIORITIES = (['low', 'normal', 'high', 'critical'] as const).map((value) => ({ value, label: value }));

export interface ChangeTaskProps {
  readonly task: Task;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Changes the priority, the time and the tags of a task that waits. */
export function ChangeTask({ task, onClose, onDone }: ChangeTaskProps) {
  const zone = timeZone.value;
  const draft = useSignal(draftOf(task, zone));
  const reason = useSignal('');
  const change = (part: Partial<typeof draft.value>): void => {
    draft.value = { ...draft.value, ...part };
  };
  const body = changesOf(task, draft.value, zone);
  const changing = useAct(async () => {
    const params = { path: { task_id: task.task_id } };
    await api.PATCH('/tasks/{task_id}', { params, body: { ...body, ...given(reason.value) } });
    onClose();
    onDone();
    return 'Changed';
  });
  return (
    <Dialog
      title="Change this task"
      isOpen
      onClose={onClose}
      actionLabel="Change"
      onAction={() => void changing.run()}
      isBusy={changing.isRunning}
      isDisabled={Object.keys(body).length === 0}
    >
      <SelectField
        label="Priority"
        hint="A new priority puts it behind the tasks that have it already."
        value={draft.value.priority}
        options={PRIORITIES}
        onChange={(priority) => change({ priority })}
      />
      <TextField
        label="Not before"
        hint={`${zone === 'utc' ? 'UTC' : 'Local time'}. Empty: as soon as a worker is free.`}
        type="datetime-local"
        value={draft.value.runAt}
        onInput={(runAt) => change({ runAt })}
      />
      <TextField
        label="Tags"
        hint="Separated by commas."
        value={draft.value.tags}
        onInput={(tags) => change({ tags })}
      />
      <ReasonField reason={reason} />
      <ErrorNotice error={changing.error} />
    </Dialog>
  );
}
