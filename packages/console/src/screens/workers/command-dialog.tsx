import { useSignal } from '@preact/signals';
import { api } from '../../api/client.js';
import type { CommandOutcome } from '../../api/types.js';
import { useAct } from '../../api/use-act.js';
import { SelectField } from '../../components/controls/select-field.js';
import { TextField } from '../../components/controls/text-field.js';
import { Dialog } from '../../components/feedback/dialog.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { ReasonField } from '../../components/feedback/reason-field.js';
import { CommandReplies } from './command-replies.js';
import {
  type CommandField,
  type CommandForm,
  type CommandTarget,
  type CommandTexts,
  LOG_LEVELS,
  commandOf,
} from './commands.js';

interface CommandDialogProps {
  readonly form: CommandForm;
  readonly target: CommandTarget;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks before a command is sent, and then shows the replies. */
export function CommandDialog({ form, target, onClose, onDone }: CommandDialogProps) {
  const texts = useSignal<CommandTexts>({ queue: '', concurrency: '', level: 'debug', module: '' });
  const reason = useSignal('');
  const outcome = useSignal<CommandOutcome | undefined>(undefined);
  const sending = useAct(async () => {
    const params = { path: { worker_id: target.id } };
    const answer = await api.POST('/workers/{worker_id}/commands', {
      params,
      body: commandOf(form, texts.value, reason.value.trim()),
    });
    outcome.value = answer.data;
    onDone();
  });
  const isMissing = form.fields.some(
    (field) => !form.optional.includes(field) && texts.value[field].trim() === '',
  );
  return (
    <Dialog
      title={`${form.label}: ${target.name}`}
      isOpen
      actionLabel={outcome.value ? 'Send again' : form.label}
      isDanger={form.isDanger ?? false}
      isBusy={sending.isRunning}
      isDisabled={isMissing}
      onClose={onClose}
      onAction={() => void sending.run()}
    >
      <p>{form.text}</p>
      {form.fields.map((field) => (
        <CommandInput
          key={field}
          field={field}
          isOptional={form.optional.includes(field)}
          queues={target.queues}
          value={texts.value[field]}
          onChange={(value) => (texts.value = { ...texts.value, [field]: value })}
        />
      ))}
      <ReasonField reason={reason} />
      <ErrorNotice error={sending.error} />
      {outcome.value && <CommandReplies outcome={outcome.value} />}
    </Dialog>
  );
}

interface CommandInputProps {
  readonly field: CommandField;
  readonly isOptional: boolean;
  readonly queues: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function CommandInput({ field, isOptional, queues, value, onChange }: CommandInputProps) {
  switch (field) {
    case 'queue': {
      const first = { value: '', label: isOptional ? 'All that it serves' : 'Choose a queue' };
      const options = [first, ...queues.map((name) => ({ value: name, label: name }))];
      return <SelectField label="Queue" value={value} options={options} onChange={onChange} />;
    }
    case 'level':
      return (
        <SelectField
          label="Level"
          value={value}
          options={LOG_LEVELS.map((level) => ({ value: level, label: level }))}
          onChange={onChange}
        />
      );
    case 'concurrency':
      return (
        <TextField
          label="Tasks at once"
          type="number"
          value={value}
          onInput={onChange}
          {...(isOptional && { hint: 'Empty: as configured.' })}
        />
      );
    case 'module':
      return (
        <TextField
          label="Only lines of this context"
          hint="As in the log, such as Broker. Empty: all."
          value={value}
          onInput={onChange}
          isCode
        />
      );
  }
}
