import { showToast } from '../feedback/toasts.js';
import { Button } from './button.js';

export interface CopyButtonProps {
  /** A function where the text is long, and made when it is wanted. */
  readonly text: string | (() => string);
  readonly label?: string;
  /** Shows the label, where there are several to tell apart. */
  readonly hasText?: boolean;
}

/** Copies a text. Without the clipboard, as on pages without TLS, it says so. */
export function CopyButton({ text, label = 'Copy', hasText = false }: CopyButtonProps) {
  const copy = () => copyText(typeof text === 'string' ? text : text());
  return <Button label={label} icon="copy" look="quiet" isIconOnly={!hasText} onClick={() => void copy()} />;
}

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ text: 'Copied', tone: 'success' });
  } catch {
    showToast({ text: 'This browser does not let the page copy. Select the text instead.', tone: 'failure' });
  }
}
