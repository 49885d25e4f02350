import { useEffect, useId, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Button } from '../controls/button.js';
import './dialog.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** Text of the button that does it; Enter presses it as well. */
  readonly actionLabel: string;
  /** The same as `onClose` for a dialog that only tells something. */
  readonly onAction: () => void;
  readonly isDanger?: boolean;
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  readonly isWide?: boolean;
}

/** A modal dialog of the browser: it keeps the focus inside, closes by Escape, and gives the focus back. */
export function Dialog(props: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (props.isOpen && element.current?.open === false) element.current.showModal();
    if (!props.isOpen && element.current?.open) element.current.close();
  }, [props.isOpen]);
  if (!props.isOpen) return null;
  return (
    <dialog
      ref={element}
      class="dialog"
      data-wide={props.isWide || undefined}
      aria-labelledby={id}
      onClose={props.onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onAction();
        }}
      >
        <h2 id={id}>{props.title}</h2>
        {props.children}
        <div class="dialog-actions">
          {props.onAction !== props.onClose && <Button label="Back" look="quiet" onClick={props.onClose} />}
          <Button
            label={props.actionLabel}
            type="submit"
            look={props.isDanger ? 'danger' : 'primary'}
            isBusy={props.isBusy ?? false}
            isDisabled={props.isDisabled ?? false}
          />
        </div>
      </form>
    </dialog>
  );
}
