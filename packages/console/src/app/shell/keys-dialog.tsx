import { Dialog } from '../../components/feedback/dialog.js';
import { Facts } from '../../components/data/facts.js';
import { isKeysDialogOpen } from './keys.js';
import { GOES } from './navigation.js';

export function KeysDialog() {
  const close = (): void => {
    isKeysDialogOpen.value = false;
  };
  const goes = [...GOES].map(([key, { title }]) => [`g ${key}`, title] as const);
  return (
    <Dialog title="Keys" isOpen={isKeysDialogOpen.value} onClose={close} actionLabel="Close" onAction={close}>
      <Facts
        facts={[
          ['/', 'Search'],
          ['n', 'New task'],
          ['j, k', 'Next and previous row of a list'],
          ['Enter', 'Open the row'],
          ['x', 'Select the row'],
          ...goes,
          ['?', 'This list'],
        ]}
      />
    </Dialog>
  );
}
