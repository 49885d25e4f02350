import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { Button } from './button.js';
import type { IconName } from './icon.js';
import './menu.css';

export interface PopoverProps {
  readonly label: string;
  readonly icon: IconName;
  readonly isIconOnly?: boolean;
  /** A class for the opened part. */
  readonly class?: string;
  /** True if a click on what it shows does not close it. */
  readonly staysOpen?: boolean;
  /** Drawn once it is opened: a list has one in each row. */
  readonly children: () => ComponentChildren;
}

/** A button that opens something below it. The browser closes it by Escape and by a click elsewhere. */
export function Popover({ staysOpen = false, children, ...props }: PopoverProps) {
  const id = useId();
  const opened = useRef<HTMLDivElement>(null);
  const isDrawn = useSignal(false);
  const place = (event: { readonly newState: string }): void => {
    const button = opened.current?.previousElementSibling;
    if (event.newState !== 'open' || !opened.current || !button) return;
    const { bottom, top, right } = button.getBoundingClientRect();
    const { offsetHeight, offsetWidth } = opened.current;
    const fitsBelow = bottom + offsetHeight < innerHeight;
    opened.current.style.top = `${fitsBelow ? bottom + 4 : Math.max(4, top - offsetHeight - 4)}px`;
    opened.current.style.left = `${Math.max(4, right - offsetWidth)}px`;
    opened.current.querySelector<HTMLElement>('button, a, input')?.focus();
  };
  return (
    <>
      <Button
        {...{ label: props.label, icon: props.icon, popovertarget: id }}
        isIconOnly={props.isIconOnly ?? false}
        look={props.isIconOnly ? 'quiet' : 'plain'}
      />
      <div
        ref={opened}
        id={id}
        popover="auto"
        class={props.class ? `menu ${props.class}` : 'menu'}
        onBeforeToggle={() => (isDrawn.value = true)}
        onToggle={place}
        onClick={() => !staysOpen && opened.current?.hidePopover()}
      >
        {isDrawn.value && children()}
      </div>
    </>
  );
}
