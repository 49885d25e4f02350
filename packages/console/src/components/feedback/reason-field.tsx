import type { Signal } from '@preact/signals';
import { TextField } from '../controls/text-field.js';

/** The reason of an action, which nobody has to give. */
export function ReasonField({ reason }: { readonly reason: Signal<string> }) {
  return (
    <TextField
      label="Reason"
      hint="Kept in the audit log."
      value={reason.value}
      onInput={(value) => (reason.value = value)}
    />
  );
}
