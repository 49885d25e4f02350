import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { jsonFaultIn } from '../../platform/validation/json-fault.js';
import { CompletionListeners } from '../lifetime/completion-listeners.js';
import { type RecordedJob, TaskStore } from '../read/task-store.js';
import { JobPreparer } from '../submit/job-preparer.js';
import { JobWriter } from '../submit/job-writer.js';
import type { PreparedJob } from '../submit/prepared-job.js';
import type { FollowedTask, FollowUpDefinition, FollowUpKind } from '../task/options/follow-up.js';
import type { SubmitContext } from '../task/submit-context.js';
import { idOf } from '../task/task-id.js';
import { TaskRegistry } from '../task/task-registry.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import type { TaskStatus } from '../task/task-status.js';
import { MissingValueError } from '../workflows/definition/workflow.errors.js';
import { resolveItem } from '../workflows/definition/references.js';

/** A revoked task has none. */
const KINDS: Readonly<Partial<Record<TaskStatus, FollowUpKind>>> = {
  SUCCESS: 'onSuccess',
  FAILURE: 'onFailure',
};

/** A follow-up that is due. */
interface DueFollowUp {
  /** The name of its task. */
  readonly name: string;
  readonly payload: (ended: FollowedTask) => unknown;
}

/**
 * Submits the tasks that follow others (`onSuccess`, `onFailure`). The id of a follow-up depends only on the task and
 * this end of it: however often it is submitted, it is stored once. The completion outbox has it submitted even if the
 * process that ended the task dies.
 */
@Injectable()
export class FollowUps implements OnModuleInit {
  private readonly logger = new Logger('FollowUps');

  constructor(
    private readonly listeners: CompletionListeners,
    private readonly registry: TaskRegistry,
    private readonly store: TaskStore,
    private readonly preparer: JobPreparer,
    private readonly writer: JobWriter,
  ) {}

  onModuleInit(): void {
    this.listeners.useForFollowUps(this);
  }

  /**
   * @throws UnknownTaskError if this process does not know one of the two tasks: another one may
   * @throws BrokerUnavailableError
   */
  async taskEnded(task: TaskSnapshot): Promise<void> {
    const kind = KINDS[task.status];
    const due = kind && this.dueOf(task, kind);
    if (kind === undefined || due === undefined) return;
    const [recorded] = await this.store.findManyRecorded([task.id]); // the whole result
    if (recorded === undefined || recorded.task.finishedAt !== task.finishedAt) return; // removed, or retried since
    await this.writer.add(this.prepare(due, kind, recorded));
  }

  private dueOf({ name, followUps }: TaskSnapshot, kind: FollowUpKind): DueFollowUp | undefined {
    const chosen = followUps?.[kind];
    if (chosen === undefined) return undefined;
    if (chosen !== true) return definedBy(chosen);
    const declared = this.registry.get(name).options[kind];
    if (declared === undefined) return undefined; // its @Task has none any more
    const { options } = this.registry.getByClass(declared.task);
    // The compiler has checked that the function takes the result of this task.
    const payload = declared.payload as (value: unknown, task: FollowedTask) => unknown;
    return {
      name: options.name,
      payload: (ended) => payload(kind === 'onSuccess' ? ended.result : ended.error, ended),
    };
  }

  /** A payload that cannot be made would not be made the next time either: the follow-up becomes a dead letter. */
  private prepare({ name, payload }: DueFollowUp, kind: FollowUpKind, recorded: RecordedJob): PreparedJob {
    const { task } = recorded;
    const origin = originOf(task);
    this.registry.get(name);
    try {
      const made = payload(followedTaskOf(recorded));
      refuseLossy(name, made);
      return this.preparer.prepareNamed({ name, payload: made, isOwn: true }, origin);
    } catch (error) {
      const fault = `${kind} of ${task.name}[${task.id}] could not make a payload: ${String(error)}`;
      this.logger.error(fault, { task_id: task.id, task_name: task.name, follow_up: name, err: error });
      return this.preparer.prepareFaulty(name, fault.slice(0, MAX_FAULT), origin);
    }
  }
}

/** Maximum length of the reason that is stored. */
const MAX_FAULT = 2_000;

function definedBy({ task, payload }: FollowUpDefinition): DueFollowUp {
  return { name: task, payload: (ended) => resolved(payload, ended) };
}

/** The references of a follow-up are stored as those to an item: both refer to one document. */
function resolved(payload: object, ended: FollowedTask): unknown {
  try {
    return resolveItem(payload, ended);
  } catch (error) {
    if (!(error instanceof MissingValueError)) throw error;
    throw new MissingValueError('the task that has ended', error.pointer, error.place);
  }
}

/** A Date or a promise that a function returns would otherwise be stored as something else. */
function refuseLossy(name: string, payload: unknown): void {
  const fault = jsonFaultIn(payload);
  if (fault !== undefined) throw new InvalidInputError(`the payload of ${name}`, [fault]);
}

function originOf({ id, rootId, submittedBy, finishedAt }: TaskSnapshot): SubmitContext {
  const at = finishedAt ?? 0;
  return {
    nextId: () => idOf(`${id}/${at}/follow-up`, at),
    parent: { id, rootId: rootId ?? id, submittedBy: submittedBy ?? undefined },
  };
}

function followedTaskOf({ task, payload }: RecordedJob): FollowedTask {
  const { id, name, queue, attempt, tags, rootId, submittedBy, result, error } = task;
  return {
    ...{ id, name, queue, attempt, tags, rootId: rootId ?? id, submittedBy, result, error },
    payload: payload === undefined ? null : (JSON.parse(payload) as unknown),
  };
}
