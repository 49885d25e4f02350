import { v7, validate, version } from 'uuid';

/**
 * A new id: a UUIDv7 (RFC 9562), so that ids sort by the time of their making. Ids are always made here, never
 * taken from a client: BullMQ keeps tasks and its own lists in one key space, and an id such as `wait` would
 * overwrite one.
 */
export function newTaskId(): string {
  return v7();
}

/** True for what `newTaskId` could have made: anything else is not looked up at all. */
export function isTaskId(id: string): boolean {
  return validate(id) && version(id) === 7;
}
