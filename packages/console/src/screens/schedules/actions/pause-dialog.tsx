import { useSignal } from '@preact/signals';
import type { Schedule } from '../../../api/types.js';
import { useAct } from '../../../api/use-act.js';
import { TextField } from '../../../components/controls/text-field.js';
import { Dialog } from '../../../components/feedback/dialog.js';

export interface PauseDialogProps {
  readonly schedule: Schedule;
  readonly onPause: (note: string) => Promise<void>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Pauses a schedule, with a note for those who find it paused. */
export function PauseDialog({ schedule, onPause, onDone, onClose }: PauseDialogProps) {
  const note = useSignal('');
  const act = useAct(async () => {
    await onPause(note.value.trim());
    onDone();
    return 'The schedule is paused.';
  });
  return (
    <Dialog
      isOpen
      title={`Pause ${schedule.schedule_id}?`}
      actionLabel="Pause"
      isBusy={act.isRunning}
      onClose={onClose}
      onAction={() => void act.run().then((isDone) => isDone && onClose())}
    >
      <p>Its ticks pass without a task until it is resumed. Tasks that it has submitted continue.</p>
      <TextField
        label="Note"
        hint="Shown to everybody who finds it paused."
        value={note.value}
        onInput={(value) => (note.value = value)}
        hasFocus
      />
    </Dialog>
  );
}
