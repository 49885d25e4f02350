import { Injectable } from '@nestjs/common';
import { REDACTED } from '../../platform/redaction/redacted.js';
import { jobField } from '../bullmq/layout.js';
import { Queues } from '../bullmq/queues.js';
import { Broker } from '../redis/broker.js';
import { brokerErrorOf } from '../redis/unavailability.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/** A value that `PayloadSeals` has encrypted. */
const SEALED_START = `${REDACTED}v1.`;
const SEALED = /^\[redacted\]v1\.[\da-f]{8}\.[\w-]+$/;

/** Reads the payloads of submitted tasks, with `[redacted]` in place of each encrypted value. */
@Injectable()
export class TaskPayloads {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  /** Parsed JSON, in the order of the tasks; undefined for one that is gone or is not JSON. */
  async findMany(tasks: readonly Pick<TaskSnapshot, 'id' | 'queue'>[]): Promise<unknown[]> {
    const texts = await this.read(tasks);
    return texts.map((text) => (text === null ? undefined : shownPayload(text)));
  }

  private async read(tasks: readonly Pick<TaskSnapshot, 'id' | 'queue'>[]): Promise<(string | null)[]> {
    if (tasks.length === 0) return [];
    // In one write: a call of the system for each costs more than the rest of the read.
    const reading = this.broker.producer.pipeline();
    for (const { id, queue } of tasks) reading.hget(this.queues.keys(queue).job(id), jobField.data);
    const replies = (await this.broker.ask(reading.exec())) ?? [];
    return replies.map(([error, text]) => {
      if (error) throw brokerErrorOf(error);
      return typeof text === 'string' ? text : null;
    });
  }
}

/**
 * A payload's JSON text with `[redacted]` in place of each encrypted value. One that has nothing encrypted is not parsed,
 * so it may be something else than JSON.
 */
export function shownText(text: string | undefined): string | undefined {
  return text?.includes(SEALED_START) === true ? JSON.stringify(shownPayload(text)) : text;
}

function shownPayload(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' && SEALED.test(value) ? REDACTED : value,
    );
  } catch {
    return undefined; // a job of another program
  }
}
