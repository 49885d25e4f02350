import { useSignal } from '@preact/signals';
import type { Queue } from '../../api/types.js';
import { useAct } from '../../api/use-act.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { Confirm } from '../../components/feedback/confirm.js';
import { Notice } from '../../components/feedback/notice.js';
import { Panel } from '../../components/layout/panel.js';
import { count, counted } from '../../format/number.js';
import type { QueueActProps } from './pause-button.js';
import { closeQueue, openQueue } from './queue-acts.js';

/** Lets a queue run dry, for a deploy: no task is lost, and the panel shows what is left until it ends in green. */
export function DryPanel({ queue, onDone }: QueueActProps) {
  const isAsking = useSignal(false);
  const { name, accepting, remaining } = queue;
  const acting = useAct(async (reason: string) => {
    const said = await (accepting ? closeQueue : openQueue)(name, reason);
    isAsking.value = false;
    onDone();
    return said;
  });
  return (
    <Panel title="Run dry">
      {accepting ? (
        <p class="soft">
          For a deploy: the queue refuses new tasks, and the workers finish what is there. Nothing is revoked.
        </p>
      ) : (
        <Left queue={queue} />
      )}
      {may('operator') && (
        <div class="line">
          {accepting ? (
            <Button label="Stop accepting, let it run dry" onClick={() => (isAsking.value = true)} />
          ) : (
            <Button
              label="Accept tasks again"
              look="primary"
              isBusy={acting.isRunning}
              onClick={() => void acting.run('')}
            />
          )}
        </div>
      )}
      <Confirm
        isOpen={isAsking.value}
        title={`Stop accepting tasks in ${name}?`}
        actionLabel="Stop accepting"
        isBusy={acting.isRunning}
        onClose={() => (isAsking.value = false)}
        onConfirm={(reason) => void acting.run(reason)}
      >
        <p>
          New tasks for this queue are refused until you open it again. {counted(remaining, 'task')}{' '}
          {remaining === 1 ? 'is' : 'are'} left to run.
        </p>
      </Confirm>
    </Panel>
  );
}

/** Tasks that are not final, by what they wait for. */
function Left({ queue }: { readonly queue: Queue }) {
  const { remaining, counts, paused, name } = queue;
  if (remaining === 0)
    return (
      <Notice tone="success" title="The queue is empty.">
        Nothing runs and nothing waits. You can deploy now.
      </Notice>
    );
  const kinds = [
    ['running', counts.started],
    ['waiting', counts.waiting],
    ['delayed', counts.delayed],
    ['waiting for steps', counts.waiting_for_steps],
  ] as const;
  return (
    <Notice tone={paused ? 'warning' : 'info'} title={`${counted(remaining, 'task')} left.`}>
      {kinds
        .filter(([, number]) => number > 0)
        .map(([kind, number]) => `${count(number)} ${kind}`)
        .join(', ')}
      . {paused && 'The queue is paused, so they stay: resume it.'}{' '}
      <a href={pathTo.tasks({ q: `queue:${name}` })}>See the tasks</a>
    </Notice>
  );
}
