import { ask } from './ask.mjs';
import { until } from './until.mjs';

const FINAL = ['SUCCESS', 'FAILURE', 'REVOKED'];

/** The product's own tasks, whose effects are counted by the contacted server instead of the sink. */
export class Tasks {
  /** All ids so far. */
  ids = [];

  constructor(url) {
    this.url = url;
  }

  /** Posts to `path`, such as `/tasks/fetch.store`; must get 201. @returns the task's id */
  async mustSubmit(path, json) {
    const { status, body } = await ask(`${this.url}${path}`, { method: 'POST', json });
    if (status !== 201) throw new Error(`POST ${path} was answered ${status}: ${JSON.stringify(body)}`);
    const id = body.task_id ?? body.items[0].task_id;
    this.ids.push(id);
    return id;
  }

  async read(id) {
    const { status, body } = await ask(`${this.url}/tasks/${id}`);
    return status === 200 ? body : undefined;
  }

  /** Waits until the task is final. */
  ended(id, limitMs = 60_000) {
    const isFinal = async () => {
      const task = await this.read(id);
      return FINAL.includes(task?.status) && task;
    };
    return until(isFinal, { what: `the end of ${id}`, limitMs, everyMs: 50 });
  }

  /** `{ accepted, completed, lost }` of all tasks, after they had time to end. */
  async count() {
    const tasks = await Promise.all(this.ids.map((id) => this.ended(id).catch(() => undefined)));
    const ended = tasks.filter((task) => task !== undefined);
    const completed = ended.filter(({ status }) => status === 'SUCCESS').length;
    return { accepted: tasks.length, completed, lost: tasks.length - ended.length };
  }
}
