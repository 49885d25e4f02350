import type { TaskContext } from '../../task/task.js';
import { TaskDefinition, type TaskOptions } from '../../task/task.js';
import { WiringError } from '../../task/queue.errors.js';
import { type Part, Step, type StepOptions } from './part.js';
import { type Payload, type Ref, refTo } from './ref.js';

/** A class with @Task, its payload and its result. */
type TaskType<P extends object, R> = new (...dependencies: never[]) => {
  run: (payload: P, context: TaskContext) => Promise<R>;
};

/** A task without a result has null. */
type Result<R> = [R] extends [ReturnType<() => void> | undefined] ? null : R;

/**
 * The next part of a chain: made already, or by a callback that gets what stands for the result before it. The callback
 * runs at once, while the workflow is being built, and must return a part: it cannot wait, or decide by a value.
 */
export type Next<V, W> = Part<W> | ((value: V) => Part<W>);

/**
 * A step that runs a task once.
 *
 * ```ts
 * chain(step(FetchUrlTask, { url }), (page) => step(SummariseTask, { text: page.data }))
 * ```
 *
 * @param payload any part of it, or the whole, may be a ref
 */
export function step<P extends object, R>(
  task: TaskType<P, R>,
  payload: Payload<NoInfer<P>>,
  options?: StepOptions,
): Step<Result<R>> {
  return new Step({ task: nameOf(task), payload, options });
}

/**
 * A step that runs its task for each item of a list, which may be known only at run time. Its result is the list of
 * results, in order.
 *
 * @param each called once, while the workflow is being built, with a ref that stands for any of the items
 */
export function map<T, R>(
  list: Ref<readonly T[]> | readonly Payload<T>[],
  each: (item: Ref<T>) => Step<R>,
): Step<R[]> {
  const item = {};
  const { content, mode, givenName, edges } = each(refTo<T>(item));
  if (content.each !== undefined)
    throw new TypeError('The step of a map cannot be another map: return a step, and map its result');
  const mapped = new Step<R[]>({ ...content, each: { list, item } });
  mapped.mode = mode;
  mapped.givenName = givenName;
  mapped.edges.push(...edges.map(({ first }) => ({ first, then: mapped.steps })));
  return mapped;
}

/** A `map` over parts of a list, each of up to `size` items. The list must be known when the workflow is built. */
export function chunks<T, R>(
  list: readonly T[],
  size: number,
  each: (items: Ref<readonly T[]>) => Step<R>,
): Step<R[]> {
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`size must be 1 or more, got ${size}`);
  const count = Math.ceil(list.length / size);
  const parts = Array.from({ length: count }, (_, i) => list.slice(i * size, (i + 1) * size));
  return map<readonly T[], R>(parts as readonly Payload<readonly T[]>[], each);
}

/** Parts that do not wait for each other. Its value lists theirs. */
export function group<const P extends readonly Part<unknown>[]>(parts: P): Part<Values<P>> {
  const all = (of: 'entries' | 'exits' | 'steps') => parts.flatMap((part) => part[of]);
  return {
    // The same parts in the same order.
    value: parts.map(({ value }) => value) as unknown as Values<P>,
    ...{ steps: all('steps'), entries: all('entries'), exits: all('exits') },
    edges: parts.flatMap(({ edges }) => edges),
  };
}

export type Values<P extends readonly Part<unknown>[]> = {
  readonly [Index in keyof P]: P[Index] extends Part<infer V> ? V : never;
};

/** A group, and a part that starts when all of it have ended: `chain(group(parts), next)`. */
export function chord<const P extends readonly Part<unknown>[], W>(
  parts: P,
  next: Next<Values<P>, W>,
): Part<W> {
  return chain(group(parts), next);
}

/**
 * Parts that run one after another; each may use the result of the one before. Its value is that of the last. For more
 * than six, put a chain into a chain.
 */
export function chain<A, B>(a: Part<A>, b: Next<A, B>): Part<B>;
export function chain<A, B, C>(a: Part<A>, b: Next<A, B>, c: Next<B, C>): Part<C>;
export function chain<A, B, C, D>(a: Part<A>, b: Next<A, B>, c: Next<B, C>, d: Next<C, D>): Part<D>;
export function chain<A, B, C, D, E>(
  ...parts: [Part<A>, Next<A, B>, Next<B, C>, Next<C, D>, Next<D, E>]
): Part<E>;
export function chain<A, B, C, D, E, F>(
  ...parts: [Part<A>, Next<A, B>, Next<B, C>, Next<C, D>, Next<D, E>, Next<E, F>]
): Part<F>;
export function chain(first: Part<unknown>, ...rest: readonly Next<never, unknown>[]): Part<unknown> {
  return rest.reduce<Part<unknown>>((before, next) => {
    // The overloads pair each callback with the value before it.
    const then = typeof next === 'function' ? next(before.value as never) : next;
    return inTurn(before, then);
  }, first);
}

/** A group without parts has no steps: what is around it is in turn directly. */
function inTurn(before: Part<unknown>, then: Part<unknown>): Part<unknown> {
  return {
    value: then.value,
    steps: [...before.steps, ...then.steps],
    entries: before.entries.length > 0 ? before.entries : then.entries,
    exits: then.exits.length > 0 ? then.exits : before.exits,
    edges: [...before.edges, ...then.edges, { first: before.exits, then: then.entries }],
  };
}

function nameOf(task: { readonly name: string }): string {
  const options = Reflect.getMetadata(TaskDefinition.KEY, task) as TaskOptions<object> | undefined;
  if (options !== undefined) return options.name;
  throw new WiringError(`${task.name} is not a task. Give it @Task({ name, queue, payload }).`);
}
