import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';
import './button.css';

export interface ButtonProps {
  /** The visible text, or with `isIconOnly` the label for screen readers and the tooltip. */
  readonly label: string;
  readonly icon?: IconName;
  readonly isIconOnly?: boolean;
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** A link that looks like a button. */
  readonly href?: string;
  /** The link is a file to save. */
  readonly isDownload?: boolean;
  readonly onClick?: (event: MouseEvent) => void;
  readonly isDisabled?: boolean;
  /** True while its action is carried out: it cannot be pressed again. */
  readonly isBusy?: boolean;
  /** For a button that switches something on and off. */
  readonly isPressed?: boolean;
  readonly type?: 'button' | 'submit';
  /** Explanation on hover. */
  readonly title?: string;
  /** Opens the popover with this id, without script. */
  readonly popovertarget?: string;
  readonly children?: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const { label, icon, isIconOnly = false, href } = props;
  const shared = {
    class: 'button',
    'data-look': props.look ?? 'plain',
    'data-icon-only': isIconOnly || undefined,
    title: props.title ?? (isIconOnly ? label : undefined),
    'aria-label': isIconOnly ? label : undefined,
    onClick: props.onClick,
  };
  const content = (
    <>
      {icon && <Icon name={icon} />}
      {!isIconOnly && label}
      {props.children}
    </>
  );
  return href === undefined ? (
    <button {...shared} {...ofButton(props)}>
      {content}
    </button>
  ) : (
    <a {...shared} href={href} download={props.isDownload || undefined}>
      {content}
    </a>
  );
}

function ofButton({ type = 'button', isBusy = false, isDisabled = false, ...props }: ButtonProps) {
  return {
    type,
    disabled: isDisabled || isBusy,
    'aria-busy': isBusy || undefined,
    'aria-pressed': props.isPressed,
    popovertarget: props.popovertarget,
  };
}
