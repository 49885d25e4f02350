import { inspect } from 'node:util';
import { Injectable } from '@nestjs/common';
import { parseQuery } from '../../core/query/parse/parse-query.js';
import { conditionsOf } from '../../core/query/resolve-query.js';
import { QueueOverview } from '../../core/queues/queue-overview.js';
import { TaskFinder } from '../../core/search/task-finder.js';
import { TaskQueue } from '../../core/submit/task-queue.js';
import type { SubmittedTask, TaskHandle } from '../../core/task/handle/task-handle.js';
import type { ChildOptions } from '../../core/task/options/submit-options.js';
import { shownResult } from '../../core/task/task-fields.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import type { TaskClass } from '../../core/task/task.js';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import { isoTime } from '../../platform/timing/iso-time.js';

/** A command of the shell, with its line in `help`. */
interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly run: (...given: never[]) => unknown;
}

/** The globals of `npm run repl`. */
@Injectable()
export class Shell {
  private readonly commands: Readonly<Record<string, Command>> = {
    submit: {
      usage: 'submit(DivideTask, { x: 1, y: 2 }, options?)',
      summary: 'submits a task, by its class or its name; returns its handle',
      run: <P extends object, R>(task: TaskClass<P, R> | string, payload: P, options?: ChildOptions) =>
        this.submit(task, payload, options),
    },
    handle: {
      usage: 'handle(id)',
      summary: 'the handle of a task: state(), result({ timeoutMs }), events(), cancel(reason)',
      run: (id: string) => this.taskQueue.handle(id),
    },
    cancel: {
      usage: 'cancel(id, reason?)',
      summary: 'cancels a task',
      run: (id: string | TaskHandle, reason?: string) =>
        this.taskQueue.handle(typeof id === 'string' ? id : id.id).cancel(reason),
    },
    tasks: {
      usage: "tasks('status:FAILURE created:>now-1h', limit?)",
      summary: 'the newest tasks that a query finds, of all without one: docs/queries.md',
      run: (query?: string, limit?: number) => this.tasks(query, limit),
    },
    queues: { usage: 'queues()', summary: 'the queues, with what waits and runs', run: () => this.queues() },
    workers: { usage: 'workers()', summary: 'the workers, with what they run', run: () => this.workers() },
  };

  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly registry: TaskRegistry,
    private readonly finder: TaskFinder,
    private readonly overview: QueueOverview,
    private readonly directory: WorkerDirectory,
  ) {}

  /** Adds the commands to the globals of a shell, in which Nest has put the class of each task. */
  extend(context: object): void {
    for (const [name, { run }] of Object.entries(this.commands)) Reflect.set(context, name, run);
    Reflect.set(context, 'help', this.help());
  }

  /** Works with and without its parentheses. */
  private help(): () => undefined {
    const print = () => process.stdout.write(this.helpText());
    const help = () => void print();
    return Object.assign(help, { [inspect.custom]: () => this.helpText().trimEnd() });
  }

  private helpText(): string {
    const commands = Object.values(this.commands).map(
      ({ usage, summary }) => `  ${usage}\n      ${summary}\n`,
    );
    const tasks = this.registry
      .all()
      .map(({ options, handler }) => `  ${handler.constructor.name.padEnd(24)}${options.name}\n`);
    return (
      `Commands:\n${commands.join('')}\nTasks:\n${tasks.join('')}\n` +
      'A promise is awaited before it is shown. Every provider is a global: get(TaskStore) is its instance.\n' +
      'Leave with .exit\n'
    );
  }

  private async submit<P extends object, R>(
    task: TaskClass<P, R> | string,
    payload: P,
    options?: ChildOptions,
  ): Promise<SubmittedTask | TaskHandle> {
    if (typeof task !== 'string') return this.taskQueue.submit(task, payload, options);
    const { id } = await this.taskQueue.submitNamed({
      name: task,
      payload,
      isOwn: true,
      ...(options && { options }),
    });
    return this.taskQueue.handle(id);
  }

  private async tasks(query = '', limit = 20) {
    const conditions = conditionsOf(parseQuery(query), { now: Date.now(), seesPayloads: true });
    const search = { conditions, sort: 'created', order: 'desc', limit, withPayload: false } as const;
    const { items } = await this.finder.find(search);
    return items.map(({ task }) => ({
      ...{ id: task.id, name: task.name, status: task.status },
      ...{ created: isoTime(task.createdAt), result: shownResult(task) },
    }));
  }

  private async queues() {
    const all = await this.overview.all();
    return all.map(({ name, counts, isPaused, consumers }) => ({
      ...{ name, waiting: counts.waiting, delayed: counts.delayed, running: counts.started },
      ...{ failed: counts.failed, paused: isPaused, workers: consumers },
    }));
  }

  private async workers() {
    const all = await this.directory.all();
    return all.map(({ name, state, host, pid, queues, activeCount }) => ({
      ...{ name, state, host, pid, running: activeCount },
      queues: queues.map((queue) => queue.name).join(', '),
    }));
  }
}
