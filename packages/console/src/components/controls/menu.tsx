import { Button, type ButtonProps } from './button.js';
import { type IconName } from './icon.js';
import { Popover } from './popover.js';

export interface MenuProps {
  readonly label: string;
  readonly icon?: IconName;
  readonly isIconOnly?: boolean;
  readonly items: readonly ButtonProps[];
}

/** A button that opens a list of actions. */
export function Menu({ label, icon = 'more', isIconOnly = false, items }: MenuProps) {
  if (items.length === 0) return null;
  return (
    <Popover label={label} icon={icon} isIconOnly={isIconOnly}>
      {() => items.map((item) => <Button key={item.label} look="quiet" {...item} />)}
    </Popover>
  );
}
