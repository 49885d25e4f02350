import { isPlain } from '../../../platform/validation/free-json.js';
import { own } from '../protocol/own-field.js';
import { readSignature, readSignatures, signatureJson } from '../protocol/read-signature.js';
import type { ResultTuple } from '../protocol/result-meta.js';
import { taskTuple } from '../protocol/result-tuple.js';
import type { Signature } from '../protocol/signature.js';
import { isNothing, withOptions, without } from './signature-options.js';

/** The steps of a chain in order: chains inside of it are spliced, and groups of one are that one. */
export function stepsOf(chain: Signature): readonly Signature[] {
  const errbacks = own(chain.options, 'link_error');
  const steps = tasksOf(chain).flatMap(splice);
  // A group that a step follows becomes a chord, whose body has them.
  return steps.map((step, i) =>
    step.subtaskType === 'group' && i < steps.length - 1 ? step : withOptions(step, { link_error: errbacks }),
  );
}

function splice(step: Signature): readonly Signature[] {
  if (step.subtaskType === 'chain') return stepsOf(step);
  const [only, ...others] = step.subtaskType === 'group' ? tasksOf(step) : [];
  return only !== undefined && others.length === 0 ? splice(only) : [step];
}

/**
 * Prepares a chain as workers want it: last step first, each group that a step follows as a chord with that body, and
 * the last step with the chain's own id, group, chord and callbacks.
 */
export function preparedChain(chain: Signature): readonly Signature[] {
  const prepared: Signature[] = [];
  for (const step of stepsOf(chain).toReversed()) {
    const behind = prepared.at(-1);
    if (behind === undefined) prepared.push(asLastStep(step, chain));
    else if (step.subtaskType === 'group') prepared.splice(-1, 1, chordOf(step, behind));
    else prepared.push(step);
  }
  return prepared;
}

function asLastStep(step: Signature, { options }: Signature): Signature {
  const names = ['task_id', 'group_id', 'group_index', 'chord', 'link'];
  const given = Object.fromEntries(names.map((name) => [name, own(options, name)]));
  return withOptions(step, given);
}

function chordOf(header: Signature, body: Signature): Signature {
  const kwargs = { kwargs: {}, header: signatureJson(header), body: signatureJson(body) };
  const rest = { isImmutable: false, chordSize: null } as const;
  return { task: 'celery.chord', args: [], kwargs, options: {}, subtaskType: 'chord', ...rest };
}

/** The tasks of a chain or a group. */
export function tasksOf(signature: Signature): readonly Signature[] {
  return readSignatures(own(signature.kwargs, 'tasks'));
}

/** The tasks of a group, those of groups inside of it included. */
export function flatTasks(tasks: readonly Signature[]): readonly Signature[] {
  return tasks.flatMap((task) => (task.subtaskType === 'group' ? flatTasks(tasksOf(task)) : [task]));
}

/** The header of a chord: its tasks, and options that are for all of them. */
export function headerOf(chord: Signature): Signature {
  const header = own(chord.kwargs, 'header');
  const isGroup = isPlain(header) && !isNothing(own(header, 'subtask_type'));
  if (isGroup) return readSignature(header);
  const tasks = readSignatures(header).map(signatureJson);
  const rest = { isImmutable: false, chordSize: null } as const;
  return { task: 'celery.group', args: [], kwargs: { tasks }, options: {}, subtaskType: 'group', ...rest };
}

/** The body of a chord with what its chord was given: the rest of the chain, an outer chord, a place in a group. */
export function bodyOf(chord: Signature): Signature {
  const body = readSignature(own(chord.kwargs, 'body'));
  const given = withOptions(body, without(chord.options, 'task_id'));
  return withId(given, own(chord.options, 'task_id'));
}

/** Gives an id to what ends a signature: the last step of a chain, the body of a chord. It keeps one of its own. */
function withId(signature: Signature, id: unknown): Signature {
  return idOf(signature) === null ? withOptions(signature, { task_id: id }) : signature;
}

/** The id of the task that ends a signature; null without one, and for a group, which many end. */
export function idOf(signature: Signature): string | null {
  const id = own(signature.options, 'task_id');
  if (signature.subtaskType === 'chain') {
    const last = stepsOf(signature).at(-1);
    return (last === undefined ? null : idOf(last)) ?? nameOf(id);
  }
  if (signature.subtaskType === 'chord')
    return idOf(readSignature(own(signature.kwargs, 'body'))) ?? nameOf(id);
  return nameOf(id);
}

function nameOf(id: unknown): string | null {
  return typeof id === 'string' && id !== '' ? id : null;
}

/** Number of parts that a signature returns to the chord of which it is in the header. */
export function partsOf(signature: Signature): number {
  if (signature.subtaskType === 'group') return sum(tasksOf(signature).map(partsOf));
  if (signature.subtaskType === 'chord') return partsOf(readSignature(own(signature.kwargs, 'body')));
  if (signature.subtaskType !== 'chain') return 1;
  return (
    tasksOf(signature)
      .map(partsOf)
      .findLast((parts) => parts > 0) ?? 0
  );
}

/**
 * The results of a header as its body gets them: lists in the place of groups.
 *
 * @returns null for a header without groups, whose results are simply its parts in order, and for one without ids
 */
export function structureOf(groupId: string, tasks: readonly Signature[]): ResultTuple | null {
  const ends = allOf(tasks, groupId);
  return ends?.some((end) => end[1] !== null) === true ? [[groupId, null], ends] : null;
}

function allOf(tasks: readonly Signature[], groupId: string): readonly ResultTuple[] | null {
  const ends = tasks.map((task) => endOf(task, groupId)).filter((end) => end !== null);
  return ends.length === tasks.length ? ends : null;
}

/** The result that ends a signature. */
function endOf(signature: Signature, groupId: string): ResultTuple | null {
  if (signature.subtaskType === 'chord') return endOf(bodyOf(signature), groupId);
  if (signature.subtaskType === 'chain') {
    const last = preparedChain(signature)[0];
    return last === undefined ? null : endOf(last, groupId);
  }
  const id = nameOf(own(signature.options, 'task_id'));
  if (signature.subtaskType !== 'group') return id === null ? null : taskTuple(id);
  const ends = allOf(flatTasks(tasksOf(signature)), groupId);
  return ends === null ? null : [[id ?? groupId, null], ends];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
