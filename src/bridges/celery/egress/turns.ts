import { Injectable } from '@nestjs/common';

/**
 * Runs work of the same key one after another, in the order of the calls; that of different keys at once. Egress and the
 * states share it, by the id of Celery: so no state of a task comes after its end.
 */
@Injectable()
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const turn = before === undefined ? work() : before.then(work, work);
    this.last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.last.get(key) === turn) this.last.delete(key);
    }
  }
}
