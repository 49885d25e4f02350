import { useSignal } from '@preact/signals';
import { api } from '../../../api/client.js';
import { useAct } from '../../../api/use-act.js';
import { may } from '../../../app/session.js';
import { Checkbox } from '../../../components/controls/checkbox.js';
import { TextField } from '../../../components/controls/text-field.js';
import { Dialog } from '../../../components/feedback/dialog.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';

/** A query with its order. */
export interface PresentQuery {
  readonly q: string;
  readonly sort: 'created' | 'finished' | 'run_ms' | 'wait_ms';
  readonly order: 'asc' | 'desc';
}

export interface SaveViewProps extends PresentQuery {
  /** Names that are taken: saving replaces them. */
  readonly names: readonly string[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

export function SaveView({ q, sort, order, names, onClose, onSaved }: SaveViewProps) {
  const name = useSignal('');
  const isShared = useSignal(false);
  const saving = useAct(async () => {
    const body = { q, sort, order, shared: isShared.value };
    await api.PUT('/views/{name}', { params: { path: { name: name.value.trim() } }, body });
    onSaved();
    return `The view ${name.value.trim()} is saved.`;
  });
  const isTaken = names.includes(name.value.trim());
  return (
    <Dialog
      isOpen
      title="Save this query"
      actionLabel={isTaken ? 'Replace' : 'Save'}
      isBusy={saving.isRunning}
      isDisabled={name.value.trim() === ''}
      onClose={onClose}
      onAction={() => void saving.run()}
    >
      <ErrorNotice error={saving.error} />
      <p>
        <code>{q === '' ? 'All tasks' : q}</code>
      </p>
      <TextField
        label="Name"
        hint={isTaken ? 'A view with this name is replaced.' : 'Letters, digits, spaces, dots, - and _.'}
        hasFocus
        value={name.value}
        onInput={(value) => (name.value = value)}
      />
      {may('operator') && (
        <Checkbox
          label="Share it with everybody"
          isChecked={isShared.value}
          onChange={(isChecked) => (isShared.value = isChecked)}
        />
      )}
    </Dialog>
  );
}
