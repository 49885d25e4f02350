import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { useAct } from '../../api/use-act.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { Confirm } from '../../components/feedback/confirm.js';
import { Panel } from '../../components/layout/panel.js';
import { count, counted } from '../../format/number.js';
import type { QueueActProps } from './pause-button.js';
import { purgeQueue, revokeWaiting } from './queue-acts.js';

/** Revoking and purging, apart from the controls that let tasks run. Nothing for those who may not. */
export function EmptyPanel({ queue }: Pick<QueueActProps, 'queue'>) {
  const { route } = useLocation();
  const asking = useSignal<'revoke' | 'purge' | undefined>(undefined);
  const { name, counts } = queue;
  const acting = useAct(async (act: typeof revokeWaiting, reason: string) => {
    const id = await act(name, reason);
    asking.value = undefined;
    route(pathTo.bulkAction(id));
  });
  if (!may('operator')) return null;
  const waiting = counts.waiting + counts.delayed + counts.waiting_for_steps;
  const finished = counts.succeeded + counts.failed + counts.revoked;
  const shared = { isDanger: true, isBusy: acting.isRunning, onClose: () => (asking.value = undefined) };
  return (
    <Panel title="Remove tasks">
      <p class="soft">
        Revoked tasks never run, but stay readable. A purge also deletes what has ended, and cannot be undone.
      </p>
      <div class="line">
        <Button
          label="Revoke all waiting …"
          look="danger"
          isDisabled={waiting === 0}
          onClick={() => (asking.value = 'revoke')}
        />
        {may('admin') && <Button label="Purge …" look="danger" onClick={() => (asking.value = 'purge')} />}
      </div>
      <Confirm
        {...shared}
        isOpen={asking.value === 'revoke'}
        title={`Revoke ${counted(waiting, 'waiting task')} of ${name}?`}
        actionLabel={`Revoke ${count(waiting)}`}
        onConfirm={(reason) => void acting.run(revokeWaiting, reason)}
      >
        <p>
          They become REVOKED and never run. Running tasks continue, and so do tasks that are submitted from
          now on.
        </p>
      </Confirm>
      <Confirm
        {...shared}
        isOpen={asking.value === 'purge'}
        title={`Purge the queue ${name}?`}
        actionLabel="Purge"
        typedName={name}
        onConfirm={(reason) => void acting.run(purgeQueue, reason)}
      >
        <p>
          {counted(waiting, 'waiting task')} will be revoked, and {counted(finished, 'finished task')} deleted
          with
          {finished === 1 ? ' its' : ' their'} results. This cannot be undone.
        </p>
      </Confirm>
    </Panel>
  );
}
