import { useSignal } from '@preact/signals';
import { api } from '../../api/client.js';
import { useAct } from '../../api/use-act.js';
import { SelectField } from '../../components/controls/select-field.js';
import { TextField } from '../../components/controls/text-field.js';
import { Dialog } from '../../components/feedback/dialog.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import type { ErrorActionsProps } from './error-actions-props.js';

const HOUR_MS = 3_600_000;

const TIMES = [
  { value: '', label: 'until somebody reopens it' },
  { value: String(HOUR_MS), label: 'for an hour' },
  { value: String(24 * HOUR_MS), label: 'for a day' },
  { value: String(7 * 24 * HOUR_MS), label: 'for a week' },
  { value: String(30 * 24 * HOUR_MS), label: 'for 30 days' },
] as const;

export interface DecideDialogProps extends ErrorActionsProps {
  readonly decision: 'resolved' | 'ignored';
  readonly onClose: () => void;
}

/** Asks for the note of a decision, and for how long an error is ignored. */
export function DecideDialog({ group, decision, onClose, onDone }: DecideDialogProps) {
  const note = useSignal('');
  const time = useSignal<(typeof TIMES)[number]['value']>('');
  const { fingerprint } = group;
  const isResolve = decision === 'resolved';
  const deciding = useAct(async () => {
    const text = note.value.trim();
    const params = { path: { fingerprint } };
    const noted = text === '' ? {} : { note: text };
    const until = time.value && new Date(Date.now() + Number(time.value)).toISOString();
    if (isResolve) await api.POST('/errors/{fingerprint}/resolve', { params, body: noted });
    else
      await api.POST('/errors/{fingerprint}/ignore', { params, body: { ...noted, ...(until && { until }) } });
    onClose();
    onDone();
    return isResolve ? 'Resolved' : 'Ignored';
  }, true);
  return (
    <Dialog
      title={isResolve ? 'Resolve this error?' : 'Ignore this error?'}
      isOpen
      onClose={onClose}
      actionLabel={isResolve ? 'Resolve' : 'Ignore'}
      onAction={() => void deciding.run()}
      isBusy={deciding.isRunning}
    >
      <p>
        {isResolve
          ? 'It is reopened as soon as another task fails in this way.'
          : 'Its tasks still fail as before, and are counted.'}
      </p>
      {!isResolve && (
        <SelectField
          label="Ignore it"
          value={time.value}
          options={TIMES}
          onChange={(value) => (time.value = value)}
        />
      )}
      <TextField
        label="Note"
        note="optional"
        hint="Shown with the error, and kept in the audit log"
        value={note.value}
        onInput={(text) => (note.value = text)}
        hasFocus
      />
      <ErrorNotice error={deciding.error} />
    </Dialog>
  );
}
