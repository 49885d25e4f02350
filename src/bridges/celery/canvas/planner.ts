import { nameOrNull, own } from '../protocol/own-field.js';
import { pythonRepr, pythonReprOfArgs } from '../protocol/python-repr.js';
import { checkedReplyTo } from '../protocol/read-task-message.js';
import { readSignature, readSignatures, signatureJson } from '../protocol/read-signature.js';
import type { ResultTuple } from '../protocol/result-meta.js';
import { taskTuple } from '../protocol/result-tuple.js';
import type { Signature } from '../protocol/signature.js';
import { type TaskMessage, UnreadableMessageError } from '../protocol/task-message.js';
import type { WireMessage } from '../protocol/wire-message.js';
import { newTaskMessage, writeTaskMessage } from '../protocol/write-task-message.js';
import { bodyOf, flatTasks, headerOf, partsOf, preparedChain, structureOf, tasksOf } from './canvas-parts.js';
import {
  type Options,
  chainOption,
  etaOption,
  expiresOption,
  groupOption,
  headersOption,
  isNothing,
  limitOption,
  listOption,
  mergedOptions,
  queueOption,
  stampsOption,
  without,
} from './signature-options.js';

/** Maximum size of the messages of one plan. Each task of a group carries the body of its chord. */
const MAX_BYTES = 64 * 1_048_576;

/** The facts that signatures take from the task that ended. */
export interface PlanContext {
  readonly rootId: string;
  readonly parentId: string;
  /** The `rpc://` client that waits for tasks whose signature names none. */
  readonly replyTo: string | null;
  /** Stamps of the task that ended, which those that it sends inherit. */
  readonly stamps: Readonly<Record<string, unknown>>;
  /** Current time in ms since 1970. */
  readonly now: number;
  /** `pid@host` of the sender. */
  readonly origin: string;
  /** Makes the ids that signatures lack: the same ones each time that the same end is told. */
  readonly newId: () => string;
  /** The queue of a task whose signature names none. */
  readonly queueOf: (task: string) => string;
}

export interface PlannedSend {
  readonly queue: string;
  readonly message: TaskMessage;
  readonly wire: WireMessage;
}

/** The steps that signatures ask for, in this order. */
export interface Plan {
  /** Sizes of chords, to be stored before the first task of a header ends. */
  readonly chordSizes: readonly { readonly groupId: string; readonly size: number }[];
  /** Structures of headers with groups in them, to be stored before, too. */
  readonly structures: readonly ResultTuple[];
  readonly sends: readonly PlannedSend[];
  /** The messages, as results. */
  readonly children: readonly ResultTuple[];
}

/** Plans the application of a signature. Nothing is sent. */
export function plan(
  signature: Signature,
  args: readonly unknown[],
  options: Options,
  context: PlanContext,
): Plan {
  const planner = new Planner(context);
  const child = planner.apply(signature, args, options);
  const { chordSizes, structures, sends } = planner;
  return { chordSizes, structures, sends, children: child === null ? [] : [child] };
}

/** Adds up what applied signatures ask for. `args` always come before those of a signature, unless it is immutable. */
class Planner {
  readonly chordSizes: { readonly groupId: string; readonly size: number }[] = [];
  readonly structures: ResultTuple[] = [];
  readonly sends: PlannedSend[] = [];
  private bytes = 0;

  constructor(private readonly context: PlanContext) {}

  /**
   * @param given options that win over those of the signature
   * @returns what was sent first, or null for nothing, as by an empty chain
   */
  apply(signature: Signature, args: readonly unknown[], given: Options): ResultTuple | null {
    const options = mergedOptions(signature.options, given);
    const applied = { ...signature, options };
    if (signature.subtaskType === 'chain') return this.applyChain(applied, argsOf(signature, args));
    if (signature.subtaskType === 'group') return this.applyGroup(applied, args);
    if (signature.subtaskType === 'chord') return this.applyChord(applied, argsOf(signature, args));
    return this.applyTask({ ...applied, args: argsOf(signature, args) });
  }

  /** The first step carries the others, last one first, and behind them the chain that was given. */
  private applyChain(chain: Signature, args: readonly unknown[]): ResultTuple | null {
    const steps = preparedChain(chain);
    const first = steps.at(-1);
    if (first === undefined) return null;
    const rest = steps.slice(0, -1).map(signatureJson);
    const owned = ['task_id', 'group_id', 'group_index', 'chord', 'link', 'link_error'];
    const given = without(chain.options, ...owned);
    return this.apply(first, args, {
      ...given,
      ...chainOption([...listOption(chain.options, 'chain'), ...rest]),
    });
  }

  private applyGroup({ options, ...group }: Signature, args: readonly unknown[]): ResultTuple {
    const { newId } = this.context;
    const [taskId, groupId] = ['task_id', 'group_id'].map((name) => nameOrNull(own(options, name)));
    // The group that ends a chain inside of a chord returns its parts to that chord.
    const id = (isNothing(own(options, 'chord')) ? null : groupId) ?? taskId ?? newId();
    const errbacks = readSignatures(own(options, 'link_error')).map(signatureJson);
    const given = { ...without(options, 'task_id', 'link', 'link_error'), group_id: id };
    const tuples = flatTasks(tasksOf({ ...group, options })).map((task, place) => {
      const links =
        errbacks.length === 0 ? {} : { link_error: [...listOption(task.options, 'link_error'), ...errbacks] };
      return this.apply(task, args, { ...given, ...links, group_index: place });
    });
    return [[id, null], tuples.filter((tuple) => tuple !== null)];
  }

  private applyChord(chord: Signature, args: readonly unknown[]): ResultTuple | null {
    const header = headerOf(chord);
    const tasks = flatTasks(tasksOf(header));
    const body = this.withId(bodyOf(chord));
    if (tasks.length === 0) return this.apply(body, [[]], {});
    const groupId = nameOrNull(own(header.options, 'task_id')) ?? this.context.newId();
    const size = tasks.map(partsOf).reduce((total, parts) => total + parts, 0);
    this.chordSizes.push({ groupId, size });
    const structure = structureOf(groupId, tasks);
    if (structure !== null) this.structures.push(structure);
    const given = without(chord.options, 'task_id', 'group_id', 'group_index', 'chain', 'link', 'link_error');
    const owned = { task_id: groupId, group_id: groupId, chord: signatureJson(body) };
    const options = { ...without(header.options, 'chain'), ...given, ...owned };
    return this.applyGroup({ ...header, options }, args);
  }

  /** All parts of a chord carry its body, so that its id must be known before. */
  private withId(body: Signature): Signature {
    const isPlain =
      body.subtaskType !== 'chain' && body.subtaskType !== 'chord' && body.subtaskType !== 'group';
    if (!isPlain || !isNothing(own(body.options, 'task_id'))) return body;
    return { ...body, options: { ...body.options, task_id: this.context.newId() } };
  }

  private applyTask({ task, args, kwargs, options }: Signature): ResultTuple {
    const { rootId, parentId, replyTo, stamps, now, origin } = this.context;
    const id = nameOrNull(own(options, 'task_id')) ?? this.context.newId();
    const chord = own(options, 'chord');
    const message = newTaskMessage(task, id, {
      ...{ args, kwargs, rootId, parentId },
      ...groupOption(options),
      etaAt: etaOption(options, now),
      expiresAt: expiresOption(options, now),
      retries: Math.max(Math.trunc(Number(own(options, 'retries') ?? 0)) || 0, 0),
      hardLimitMs: limitOption(options, 'time_limit'),
      softLimitMs: limitOption(options, 'soft_time_limit'),
      ignoreResult: own(options, 'ignore_result') === true,
      argsRepr: pythonReprOfArgs(args),
      kwargsRepr: pythonRepr(kwargs),
      shadow: nameOrNull(own(options, 'shadow')),
      replyTo: checkedReplyTo(nameOrNull(own(options, 'reply_to')) ?? undefined) ?? replyTo,
      priority: priorityOf(own(options, 'priority')),
      stamps: { ...stamps, ...stampsOption(options) },
      embed: {
        callbacks: readSignatures(own(options, 'link')),
        errbacks: readSignatures(own(options, 'link_error')),
        chain: readSignatures(own(options, 'chain')),
        chord: isNothing(chord) ? null : readSignature(chord),
      },
    });
    const wire = writeTaskMessage(message, { now, origin, headers: headersOption(options) });
    this.count(wire);
    this.sends.push({ queue: queueOption(options) ?? this.context.queueOf(task), message, wire });
    return taskTuple(id);
  }

  private count({ body }: WireMessage): void {
    this.bytes += body.length;
    if (this.bytes <= MAX_BYTES) return;
    const message = `The messages of the canvas are larger than ${MAX_BYTES} bytes together`;
    throw new UnreadableMessageError('canvas', message, null, {
      type: 'InvalidTaskError',
      module: 'celery.exceptions',
    });
  }
}

function argsOf({ args, isImmutable }: Signature, given: readonly unknown[]): readonly unknown[] {
  return isImmutable ? args : [...given, ...args];
}

function priorityOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? Math.min(Math.trunc(value), 9) : 0;
}
