import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { session } from '../../app/session.js';
import { LogInBrand } from './log-in-brand.js';
import { LogInForm } from './log-in-form.js';
import './log-in.css';

/**
 * Asks for a new login in the middle of the work. The screen stays behind it with all that was typed, and other dialogs
 * do, too. Only a login closes it.
 */
export function LogInDialog() {
  const { url } = useLocation();
  const element = useRef<HTMLDialogElement>(null);
  const show = (): void => {
    if (element.current?.open === false) element.current.showModal();
  };
  useEffect(show, []);
  return (
    <dialog
      ref={element}
      class="log-in"
      aria-labelledby="log-in-again"
      onCancel={(event) => event.preventDefault()}
      onClose={show}
    >
      <LogInBrand />
      <h1 id="log-in-again">Log in again</h1>
      <p>
        Your session{session.value?.name ? ` as ${session.value.name}` : ''} has ended. After the login you
        can go on where you were.
      </p>
      <LogInForm next={url} />
    </dialog>
  );
}
