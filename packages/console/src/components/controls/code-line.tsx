import { CopyButton } from './copy-button.js';
import './code-line.css';

/** A command to copy. */
export function CodeLine({ text }: { readonly text: string }) {
  return (
    <div class="code-line">
      <pre>{text}</pre>
      <CopyButton text={text} label="Copy the command" />
    </div>
  );
}
