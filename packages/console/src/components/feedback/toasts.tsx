import { signal } from '@preact/signals';
import { Button } from '../controls/button.js';
import './toasts.css';

export interface Toast {
  readonly text: string;
  readonly tone: 'success' | 'failure';
}

const SHOWN_MS = 6_000;

const toasts = signal<readonly Toast[]>([]);

/** Says briefly what an action has done. A failure stays until it is closed. */
export function showToast(toast: Toast): void {
  toasts.value = [...toasts.value.slice(-3), toast];
  if (toast.tone === 'success') setTimeout(() => close(toast), SHOWN_MS);
}

function close(toast: Toast): void {
  toasts.value = toasts.value.filter((one) => one !== toast);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast, index) => (
        <div key={index} class="toast" data-tone={toast.tone}>
          {toast.text}
          <Button label="Close" icon="close" look="quiet" isIconOnly onClick={() => close(toast)} />
        </div>
      ))}
    </div>
  );
}
