import { useSignal } from '@preact/signals';
import { may } from '../../app/session.js';
import { Menu } from '../../components/controls/menu.js';
import { CommandDialog } from './command-dialog.js';
import { COMMANDS, type CommandForm, type CommandTarget } from './commands.js';

export interface CommandMenuProps {
  readonly label: string;
  readonly target: CommandTarget;
  readonly onDone: () => void;
}

/** Commands to one worker or to all. Nothing for those who may not. */
export function CommandMenu({ label, target, onDone }: CommandMenuProps) {
  const chosen = useSignal<CommandForm | undefined>(undefined);
  if (!may('operator')) return null;
  return (
    <>
      <Menu
        label={label}
        icon="down"
        items={COMMANDS.map((form) => ({
          label: `${form.label} …`,
          ...(form.isDanger && { look: 'danger' as const }),
          onClick: () => (chosen.value = form),
        }))}
      />
      {chosen.value && (
        <CommandDialog
          key={chosen.value.word}
          form={chosen.value}
          target={target}
          onClose={() => (chosen.value = undefined)}
          onDone={onDone}
        />
      )}
    </>
  );
}
