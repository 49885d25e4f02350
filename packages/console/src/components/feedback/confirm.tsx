import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { TextField } from '../controls/text-field.js';
import { Dialog } from './dialog.js';
import { ReasonField } from './reason-field.js';

export interface ConfirmProps {
  readonly isOpen: boolean;
  /** A question with the count: `Cancel 210 tasks?` */
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly actionLabel: string;
  /** For actions that cannot be undone: the person must type this name first. */
  readonly typedName?: string;
  readonly isDanger?: boolean;
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  readonly onClose: () => void;
  /** The reason is kept in the audit log; empty if none was given. */
  readonly onConfirm: (reason: string) => void;
}

/** Asks before an action, and for its reason. */
export function Confirm(props: ConfirmProps) {
  const reason = useSignal('');
  const typed = useSignal('');
  // Nothing that was typed for one question counts for the next.
  useEffect(() => {
    if (props.isOpen) reason.value = typed.value = '';
  }, [props.isOpen]);
  const { typedName } = props;
  return (
    <Dialog
      {...props}
      onAction={() => props.onConfirm(reason.value.trim())}
      isDisabled={props.isDisabled || (typedName !== undefined && typed.value !== typedName)}
    >
      {props.children}
      {typedName !== undefined && (
        <TextField
          label={`Type ${typedName} to confirm`}
          value={typed.value}
          onInput={(value) => (typed.value = value)}
          isCode
        />
      )}
      <ReasonField reason={reason} />
    </Dialog>
  );
}
