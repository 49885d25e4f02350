import 'reflect-metadata';
import { type TaskOptions, WiringError } from '../../../core/index.js';

/** A task in Python, as it was declared. */
export interface RemoteDefinition extends Pick<TaskOptions<object>, 'name' | 'payload' | 'result'> {
  /** Celery's name. */
  readonly task: string;
  /** Celery's queue. */
  readonly queue: string;
  readonly args: readonly string[];
  /** Fields by the names of their arguments. */
  readonly kwargs: Readonly<Record<string, string>>;
  readonly redact: readonly string[];
}

export const REMOTE_DEFINITION = Symbol('@RemoteTask');

export function setRemoteDefinition(target: object, definition: RemoteDefinition): void {
  Reflect.defineMetadata(REMOTE_DEFINITION, definition, target);
}

/** @throws WiringError for a class without @RemoteTask */
export function remoteDefinitionOf(target: object & { readonly name?: string }): RemoteDefinition {
  const found = findRemoteDefinition(target);
  if (found !== undefined) return found;
  throw new WiringError(
    `${target.name ?? 'This class'} is no task in Python: give it @RemoteTask({ name, queue, payload }).`,
  );
}

export function findRemoteDefinition(target: object): RemoteDefinition | undefined {
  return Reflect.getMetadata(REMOTE_DEFINITION, target) as RemoteDefinition | undefined;
}
