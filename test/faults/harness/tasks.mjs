import { ask } from './ask.mjs';
import { until } from './until.mjs';

const FINAL = ['SUCCESS', 'FAILURE', 'REVOKED'];

/** Tasks of the product's own, whose effect is counted by the server that they go to, and not by the sink. */
export class Tasks {
  /** Every id that was given. */
  ids = [];

  constructor(url) {
    this.url = url;
  }

  /** Posts to `path`, e.g. `/tasks/fetch.store`; must be a 201. Gives the task's id. */
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

  /** The task, once it is final. */
  ended(id, limitMs = 60_000) {
    const isFinal = async () => {
      const task = await this.read(id);
      return FINAL.includes(task?.status) && task;
    };
    return until(isFinal, { what: `the end of ${id}`, limitMs, everyMs: 50 });
  }

  /** `{ accepted, completed, lost }` of all, once they had time to end. */
  async count() {
    const tasks = await Promise.all(this.ids.map((id) => this.ended(id).catch(() => undefined)));
    const ended = tasks.filter((task) => task !== undefined);
    const completed = ended.filter(({ status }) => status === 'SUCCESS').length;
    return { accepted: tasks.length, completed, lost: tasks.length - ended.length };
  }
}
