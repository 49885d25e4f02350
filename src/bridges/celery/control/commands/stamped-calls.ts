import { Injectable } from '@nestjs/common';
import { TaskList, type TaskSnapshot } from '../../../../core/index.js';
import { isPlain } from '../../../../platform/validation/free-json.js';
import { isName } from '../../protocol/own-field.js';
import { bridgedCall } from '../views/bridged-call.js';
import { CommandError } from './command-error.js';

const PAGE = 200;
/** Most pages of each state that are looked at. */
const MOST_PAGES = 100;
/** Most stamps of a command, and values of a stamp. */
const MOST_STAMPS = 100;

/** Values by the name of their stamp. */
export type Stamps = ReadonlyMap<string, readonly string[]>;

/** Finds tasks from Celery by their stamps. There is no index of these: all tasks that have not ended are looked at. */
@Injectable()
export class StampedCalls {
  constructor(private readonly list: TaskList) {}

  /** Tasks that have not ended, and have one of the values in one of the stamps; a page at a time. */
  async *open(stamps: Stamps): AsyncGenerator<readonly TaskSnapshot[]> {
    for (const status of ['PENDING', 'RETRY', 'STARTED'] as const) {
      let cursor: string | undefined;
      for (let pages = 0; pages < MOST_PAGES; pages += 1) {
        const page = await this.list.page({ status, tag: 'celery' }, PAGE, cursor);
        yield page.items.filter((task) => isStamped(task, stamps));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
    }
  }
}

/** Reads `{name: value or values}`, or Celery's older `['name=value']`. @throws CommandError */
export function stampsIn(headers: unknown): Stamps {
  const entries = Array.isArray(headers)
    ? headers.map(pairIn)
    : isPlain(headers)
      ? Object.entries(headers)
      : [];
  const stamps = entries.map(([name, values]) => [name, textsIn(values)] as const);
  const isValid = stamps.length > 0 && stamps.length <= MOST_STAMPS && stamps.every(([name]) => isName(name));
  if (!isValid)
    throw new CommandError(
      'ValueError',
      `headers must be 1 to ${MOST_STAMPS} names of stamps with their values`,
    );
  return new Map(stamps);
}

function pairIn(text: unknown): [string, unknown] {
  const [name = '', ...value] = typeof text === 'string' ? text.split('=') : [];
  return [name, value.join('=')];
}

function textsIn(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.slice(0, MOST_STAMPS).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

function isStamped(task: TaskSnapshot, stamps: Stamps): boolean {
  const own = bridgedCall(task)?.stamps ?? {};
  return [...stamps].some(
    ([name, values]) =>
      Object.hasOwn(own, name) && textsIn(own[name]).some((value) => values.includes(value)),
  );
}
