import { useSignal } from '@preact/signals';
import type { Queue } from '../../api/types.js';
import { useAct } from '../../api/use-act.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { Confirm } from '../../components/feedback/confirm.js';
import { counted } from '../../format/number.js';
import { pauseQueue, resumeQueue } from './queue-acts.js';

export interface QueueActProps {
  readonly queue: Queue;
  /** Called after the queue has changed. */
  readonly onDone: () => void;
}

interface PauseButtonProps extends QueueActProps {
  readonly isIconOnly?: boolean;
}

/** Pauses a queue for a reason, or resumes it. Nothing for those who may not. */
export function PauseButton({ queue, onDone, isIconOnly = false }: PauseButtonProps) {
  const isAsking = useSignal(false);
  const { name, paused } = queue;
  const verb = paused ? 'Resume' : 'Pause';
  const acting = useAct(async (reason: string) => {
    const said = await (paused ? resumeQueue : pauseQueue)(name, reason);
    isAsking.value = false;
    onDone();
    return said;
  });
  if (!may('operator')) return null;
  return (
    <>
      <Button
        label={isIconOnly ? `${verb} the queue ${name}` : verb}
        icon={paused ? 'play' : 'pause'}
        isIconOnly={isIconOnly}
        onClick={() => (isAsking.value = true)}
      />
      <Confirm
        isOpen={isAsking.value}
        title={`${verb} the queue ${name}?`}
        actionLabel={verb}
        isBusy={acting.isRunning}
        onClose={() => (isAsking.value = false)}
        onConfirm={(reason) => void acting.run(reason)}
      >
        <p>{paused ? resumeText(queue) : pauseText(queue)}</p>
      </Confirm>
    </>
  );
}

function pauseText({ counts }: Queue): string {
  const running = counts.started === 0 ? '' : ` What runs now continues: ${counted(counts.started, 'task')}.`;
  return (
    `No worker starts tasks of this queue until it is resumed: ${counted(counts.waiting, 'waiting task')} and every ` +
    `new one stay.${running}`
  );
}

function resumeText({ counts }: Queue): string {
  return `Workers start its tasks again: ${counted(counts.waiting, 'task')} can start at once.`;
}
