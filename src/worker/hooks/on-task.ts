import { SetMetadata } from '@nestjs/common';
import type { TaskClass } from '../../core/task/task.js';
import type { HookEvents, HookKind } from './hook-events.js';

/** A hook for these tasks: classes, or names. */
export type HookedTask = TaskClass<never> | string;

/** The metadata of a decorated method. */
export interface HookDeclaration {
  readonly kind: HookKind;
  /** Empty: every task. */
  readonly tasks: readonly HookedTask[];
}

/** The metadata key of a method's HookDeclarations. */
export const HOOKS = 'celeriac:task-hooks';

type HookMethod<Event> = <Method extends (event: Event) => unknown>(
  target: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<Method>,
) => void;

/** Called in the worker when an attempt starts: `@OnTaskStarted(SendEmailTask)`. Without a task: for every task. */
export const OnTaskStarted = hookFor('started');

/** Called in the worker when an attempt has succeeded, shortly before or after its result is stored. */
export const OnTaskSucceeded = hookFor('succeeded');

/** Called in the worker when the last attempt has failed. */
export const OnTaskFailed = hookFor('failed');

/** Called in the worker when an attempt has failed, and the task runs again. */
export const OnTaskRetried = hookFor('retried');

/** Called in the worker when a running task is cancelled. One that is cancelled while it waits has no worker. */
export const OnTaskRevoked = hookFor('revoked');

function hookFor<Kind extends HookKind>(kind: Kind) {
  return (...tasks: readonly HookedTask[]): HookMethod<HookEvents[Kind]> =>
    (target, name, method) => {
      const { value } = method;
      if (value === undefined) return;
      const others = declarationsOf(value);
      SetMetadata(HOOKS, [...others, { kind, tasks }] satisfies HookDeclaration[])(target, name, method);
    };
}

/** The hooks that a method is. */
export function declarationsOf(method: object): readonly HookDeclaration[] {
  return (Reflect.getMetadata(HOOKS, method) ?? []) as readonly HookDeclaration[];
}
