import { useSignal } from '@preact/signals';
import { ProblemError, UnreachableError } from '@celeriac/client';
import { Button } from '../../components/controls/button.js';
import { Confirm } from '../../components/feedback/confirm.js';
import { Dialog } from '../../components/feedback/dialog.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { Notice } from '../../components/feedback/notice.js';
import { ReasonField } from '../../components/feedback/reason-field.js';
import { showToast } from '../../components/feedback/toasts.js';
import type { Story } from './story.js';

const REFUSED = new ProblemError({
  type: 'about:blank',
  title: 'The request is not valid',
  status: 422,
  detail: 'The payload does not fit the task math.divide.',
  code: 'validation',
  errors: [{ pointer: '/payload/y', message: 'must be a number' }],
});

function OpensDialog() {
  const isOpen = useSignal(false);
  const close = (): void => {
    isOpen.value = false;
  };
  return (
    <>
      <Button label="Open the dialog" onClick={() => (isOpen.value = true)} />
      <Dialog
        title="Pause the queue?"
        isOpen={isOpen.value}
        onClose={close}
        actionLabel="Pause"
        onAction={close}
      >
        <p>Running tasks go on.</p>
      </Dialog>
    </>
  );
}

function OpensConfirm() {
  const isOpen = useSignal(false);
  const close = (): void => {
    isOpen.value = false;
  };
  return (
    <>
      <Button label="Ask before a purge" look="danger" onClick={() => (isOpen.value = true)} />
      <Confirm
        title="Purge 1,204 tasks?"
        isOpen={isOpen.value}
        onClose={close}
        actionLabel="Purge"
        typedName="tasks"
        isDanger
        onConfirm={close}
      />
    </>
  );
}

function HoldsReason() {
  return <ReasonField reason={useSignal('')} />;
}

export const feedbackStories: readonly Story[] = [
  {
    name: 'Notice',
    states: (['info', 'success', 'warning', 'failure'] as const).map((tone) => [
      tone,
      <Notice tone={tone} title="The queue tasks is paused." actions={<Button label="Resume" />}>
        By ops, 4 min ago: deploy.
      </Notice>,
    ]),
  },
  {
    name: 'ErrorNotice',
    states: [
      ['a problem with fields', <ErrorNotice error={REFUSED} />],
      ['no answer', <ErrorNotice error={new UnreachableError('no answer')} onRetry={() => undefined} />],
    ],
  },
  {
    name: 'EmptyState',
    states: [
      [
        'with a command',
        <EmptyState title="No task yet." command="curl -X POST 'http://localhost:8000/tasks?x=6&y=2'" />,
      ],
    ],
  },
  { name: 'Dialog', states: [['closed', <OpensDialog />]] },
  { name: 'Confirm', states: [['closed', <OpensConfirm />]] },
  {
    name: 'Toasts',
    states: [
      [
        'success',
        <Button label="Succeed" onClick={() => showToast({ text: 'Paused tasks', tone: 'success' })} />,
      ],
      [
        'failure',
        <Button label="Fail" onClick={() => showToast({ text: 'The broker is away', tone: 'failure' })} />,
      ],
    ],
  },
  { name: 'ReasonField', states: [['empty', <HoldsReason />]] },
];
