import { eventually } from '../support/eventually.js';
import type { TaskState } from './placeholders.js';

const YEAR_MS = 31_536_000_000;
/** Far fewer than the worker runs at once. */
const MOST_RUNNING = 10;

/** How to create a task in a state, and its status in GET. */
interface Recipe {
  /** `workflows` for a workflow. */
  readonly kind?: 'workflows';
  /** Name of the task. */
  readonly name?: string;
  readonly body: object;
  readonly status: string;
  /** The action to perform next, such as `POST cancel`. */
  readonly then?: readonly [method: string, action: string];
}

const divide = { x: 10, y: 2 };
const later = { delay_ms: YEAR_MS };

/** @param origin of a local server */
function recipes(origin: string): Record<TaskState, Recipe> {
  const { host } = new URL(origin);
  const success = { name: 'math.divide', body: { payload: divide }, status: 'SUCCESS' };
  return {
    PENDING: { name: 'math.divide', body: { payload: divide, options: later }, status: 'PENDING' },
    // The stand's SMTP server never replies for this recipient.
    STARTED: {
      name: 'notifications.send-email',
      body: { payload: { to: 'ada@slow.example', subject: 'a', text: 'b' } },
      status: 'STARTED',
    },
    // Nothing listens on port 1: a temporary error, retried a year later.
    RETRY: {
      name: 'fetch.store',
      body: {
        payload: { url: `http://${host.replace(/:\d+$/, ':1')}/` },
        options: { attempts: 3, backoff: { type: 'fixed', delay_ms: YEAR_MS, max_ms: YEAR_MS } },
      },
      status: 'RETRY',
    },
    SUCCESS: success,
    FAILURE: { name: 'math.divide', body: { payload: { x: 1, y: 0 } }, status: 'FAILURE' },
    REVOKED: {
      name: 'math.divide',
      body: { payload: divide, options: later },
      status: 'PENDING',
      then: ['POST', '/cancel'],
    },
    REMOVED: { ...success, then: ['DELETE', ''] },
    OPENWORKFLOW: {
      ...{ kind: 'workflows', status: 'PENDING' },
      body: { steps: { a: { task: 'math.divide', payload: divide, options: later } } },
    },
    ENDEDWORKFLOW: {
      ...{ kind: 'workflows', status: 'FAILURE' },
      body: { steps: { a: { task: 'math.divide', payload: { x: 1, y: 0 } } } },
    },
    FETCHED: { name: 'fetch.store', body: { payload: { url: `${origin}/large` } }, status: 'SUCCESS' },
  };
}

/** Creates tasks in every state on demand, so that a request to one affects no other. */
export class TasksInStates {
  private readonly recipes: Record<TaskState, Recipe>;
  /** Running tasks, which occupy slots of the worker until they are cancelled. */
  private readonly running: string[] = [];

  /** @param headers with a key that may submit, cancel and delete */
  constructor(
    private readonly api: string,
    origin: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.recipes = recipes(origin);
  }

  /** Creates a task in this state. @returns its id */
  async make(state: TaskState): Promise<string> {
    const { kind = 'tasks', body, status, then } = this.recipes[state];
    const made = await this.ask('POST', pathOf(this.recipes[state]), JSON.stringify(body));
    const id: string = made.task_id ?? made.workflow_id;
    await eventually(async () => {
      const task = await this.ask('GET', `/${kind}/${id}`);
      if (task.status !== status)
        throw new Error(`Expected a task that is ${status}: ${JSON.stringify(task)}`);
    });
    if (then) await this.ask(then[0], `/tasks/${id}${then[1]}`);
    if (state === 'STARTED') await this.makeRoomFor(id);
    return id;
  }

  private async makeRoomFor(id: string): Promise<void> {
    this.running.push(id);
    const oldest = this.running.length > MOST_RUNNING ? this.running.shift() : undefined;
    // A request may have ended or deleted it.
    if (oldest !== undefined) await this.ask('POST', `/tasks/${oldest}/cancel`).catch(() => undefined);
  }

  /** Instructions to create such a task by hand. */
  describe(state: TaskState): string {
    const { body, then } = this.recipes[state];
    const made = `POST ${pathOf(this.recipes[state])} ${JSON.stringify(body)}`;
    return then ? `${made}, then ${then[0]} /tasks/{id}${then[1]}` : made;
  }

  private async ask(method: string, path: string, body?: string): Promise<any> {
    const response = await fetch(this.api + path, {
      method,
      headers: { ...this.headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}

function pathOf({ kind, name }: Recipe): string {
  return kind === undefined ? `/tasks/${name}` : `/${kind}`;
}
