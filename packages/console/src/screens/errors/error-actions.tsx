import { useSignal } from '@preact/signals';
import { api } from '../../api/client.js';
import { useAct } from '../../api/use-act.js';
import { Button } from '../../components/controls/button.js';
import { Confirm } from '../../components/feedback/confirm.js';
import { DecideDialog } from './decide-dialog.js';
import type { ErrorActionsProps } from './error-actions-props.js';
import { RedriveDialog } from './redrive-dialog.js';

/** Decisions about a group, and another run of its tasks. */
export function ErrorActions({ group, onDone }: ErrorActionsProps) {
  const open = useSignal<'resolved' | 'ignored' | 'redrive' | 'reopen' | undefined>(undefined);
  const close = (): void => {
    open.value = undefined;
  };
  const { fingerprint, state } = group;
  const reopening = useAct(async (reason: string) => {
    const params = { path: { fingerprint } };
    await api.POST('/errors/{fingerprint}/reopen', { params, body: reason ? { reason } : {} });
    close();
    onDone();
    return 'Reopened';
  });
  const isDecided = state === 'resolved' || state === 'ignored';
  const decided = open.value;
  return (
    <>
      {state !== 'resolved' && (
        <Button label="Resolve" icon="check" onClick={() => (open.value = 'resolved')} />
      )}
      {state !== 'ignored' && <Button label="Ignore" onClick={() => (open.value = 'ignored')} />}
      {isDecided && <Button label="Reopen" onClick={() => (open.value = 'reopen')} />}
      <Button label="Run again" icon="retry" onClick={() => (open.value = 'redrive')} />
      {(decided === 'resolved' || decided === 'ignored') && (
        <DecideDialog key={decided} group={group} decision={decided} onClose={close} onDone={onDone} />
      )}
      <Confirm
        isOpen={open.value === 'reopen'}
        title="Reopen this error?"
        actionLabel="Reopen"
        isBusy={reopening.isRunning}
        onClose={close}
        onConfirm={(reason) => void reopening.run(reason)}
      />
      {open.value === 'redrive' && <RedriveDialog group={group} onClose={close} onDone={onDone} />}
    </>
  );
}
