import { useSignal } from '@preact/signals';
import type { TaskType } from '../../api/types.js';
import { useAct } from '../../api/use-act.js';
import { Checkbox } from '../../components/controls/checkbox.js';
import { TextField } from '../../components/controls/text-field.js';
import { Dialog } from '../../components/feedback/dialog.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { ReasonField } from '../../components/feedback/reason-field.js';
import { LimitFields } from './limit-fields.js';
import { limitsOfTexts, numberOf, textsOfLimits } from './limits.js';
import { limitType } from './queue-acts.js';

export interface TypeLimitsDialogProps {
  readonly type: TaskType;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const DECLARED = 'Empty: as the code declares.';

/** Changes the limits of a task type, and pauses it. */
export function TypeLimitsDialog({ type, onClose, onDone }: TypeLimitsDialogProps) {
  const { name } = type;
  const texts = useSignal(textsOfLimits(type.limits));
  const timeout = useSignal(type.limits.timeout_ms === null ? '' : String(type.limits.timeout_ms / 1_000));
  const isPaused = useSignal(type.paused);
  const reason = useSignal('');
  const saving = useAct(async () => {
    const seconds = numberOf(timeout.value);
    const limits = {
      ...limitsOfTexts(texts.value),
      timeout_ms: seconds === null ? null : Math.round(seconds * 1_000),
      paused: isPaused.value,
    };
    const said = await limitType(name, limits, reason.value.trim());
    onDone();
    onClose();
    return said;
  });
  return (
    <Dialog
      title={`Limits of ${name}`}
      isOpen
      actionLabel="Save"
      isBusy={saving.isRunning}
      onClose={onClose}
      onAction={() => void saving.run()}
    >
      <Checkbox
        label="Paused: its tasks wait, others of the queue run"
        isChecked={isPaused.value}
        onChange={(value) => (isPaused.value = value)}
      />
      <LimitFields texts={texts.value} onChange={(value) => (texts.value = value)} emptyHint={DECLARED} />
      <TextField
        label="Timeout of an attempt, in seconds"
        hint={DECLARED}
        type="number"
        value={timeout.value}
        onInput={(value) => (timeout.value = value)}
      />
      <ReasonField reason={reason} />
      <ErrorNotice error={saving.error} />
    </Dialog>
  );
}
