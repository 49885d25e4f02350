import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';

/** The bridges whose ids are looked up. */
const BRIDGES = ['celery'] as const;

/** Finds our ids of the ids that other systems use. Their bridges write the records, as JSON with the field `id`. */
@Injectable()
export class BridgedIds {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /**
   * Our id of the newest task with this id in another system; undefined if there is none.
   *
   * @throws BrokerUnavailableError
   */
  async find(id: string): Promise<string | undefined> {
    const found = await Promise.all(BRIDGES.map((bridge) => this.findMany(bridge, [id])));
    return found.map((ids) => ids.get(id)).find((ours) => ours !== undefined);
  }

  /** Our id of each id of one system that has one: that of its newest task. @throws BrokerUnavailableError */
  async findMany(bridge: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    // One by one: in a cluster, MGET reads keys of one slot only.
    const reading = ids.map((id) => this.broker.producer.get(this.keys.bridgedId(bridge, id)));
    const records = await this.broker.ask(Promise.all(reading));
    return new Map(
      ids.flatMap((id, i) => {
        const ours = idIn(records[i] ?? null);
        return ours === undefined ? [] : [[id, ours] as const];
      }),
    );
  }
}

function idIn(record: string | null): string | undefined {
  if (record === null) return undefined;
  try {
    const { id } = JSON.parse(record) as { readonly id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined; // another program has written it
  }
}
