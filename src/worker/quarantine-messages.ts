import type { ErrorRecord, FromThread, Order, ThreadAnswer } from './thread-messages.js';

/** Said to a process that is set apart. `key` names one run: a task can come twice. */
export type ToQuarantine =
  | { readonly type: 'run'; readonly key: number; readonly order: Order }
  | { readonly type: 'stop'; readonly key: number; readonly reason: ErrorRecord };

/** Said by it. `ready` comes once, before everything else. */
export type FromQuarantine =
  | { readonly type: 'ready' }
  | { readonly type: 'said'; readonly key: number; readonly message: FromThread }
  | { readonly type: 'ended'; readonly key: number; readonly answer: ThreadAnswer };
