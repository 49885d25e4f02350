import { Injectable } from '@nestjs/common';
import { isPlain } from '../../../../platform/validation/free-json.js';
import { EventSwitch } from '../../events/event-switch.js';
import { LamportClock } from '../../events/lamport-clock.js';
import { NodeEvents } from '../../events/node-events.js';
import { isName } from '../../protocol/own-field.js';
import type { CeleryNode } from '../../events/celery-nodes.js';
import { RevokedIds } from '../../calls/revoked-ids.js';
import { CommandError } from './command-error.js';
import { type CommandCall, type Commands, type NodeReply, ok } from './command.js';

/** Most revoked ids that are told to, or heard from, another worker. */
const MOST_IDS = 10_000;

/** Presence, logical time and events: what workers and monitors say to each other all the time. */
@Injectable()
export class ClusterCommands {
  readonly commands: Commands = {
    ping: { level: 'inspect', run: () => ok('pong') },
    clock: { level: 'inspect', run: () => this.tellClock() },
    hello: { level: 'inspect', needs: ['from_node'], run: (call) => this.greet(call) },
    enable_events: { level: 'inspect', run: ({ nodes }) => this.switchEvents(nodes, true) },
    disable_events: { level: 'inspect', run: ({ nodes }) => this.switchEvents(nodes, false) },
    heartbeat: { level: 'inspect', run: (call) => this.beat(call) },
    election: { level: 'inspect', run: () => () => undefined },
  };

  constructor(
    private readonly clock: LamportClock,
    private readonly revoked: RevokedIds,
    private readonly events: EventSwitch,
    private readonly nodeEvents: NodeEvents,
  ) {}

  private tellClock(): NodeReply {
    const clock = this.clock.tick();
    return () => ({ clock });
  }

  /** A worker of Python's has started: it learns what was revoked, and tells what it knows. */
  private async greet({ args, allows }: CommandCall): Promise<NodeReply> {
    if (allows('revoke')) await this.revoked.add(idsIn(args.any('revoked')));
    const newest = await this.revoked.newest(MOST_IDS);
    const revoked = Object.fromEntries(newest.map(({ id, at }) => [id, pythonFloat(at / 1_000)]));
    const reply = { revoked, clock: this.clock.tick() };
    return ({ name }) => (name === args.any('from_node') ? null : reply);
  }

  private async switchEvents(nodes: readonly CeleryNode[], on: boolean): Promise<NodeReply> {
    if (!this.events.isAllowed)
      throw new CommandError('PermissionError', 'CELERY_EVENTS is off: no events of tasks are sent');
    const word = on ? 'enabled' : 'disabled';
    const turn = (name: string) => (on ? this.events.enable(name) : this.events.disable(name));
    const changed = new Map<string, boolean>();
    for (const { name } of nodes) changed.set(name, await turn(name));
    return ({ name }) => ({ ok: `task events ${changed.get(name) === true ? '' : 'already '}${word}` });
  }

  private async beat({ nodes }: CommandCall): Promise<NodeReply> {
    for (const { name } of nodes) await this.nodeEvents.beatNow(name);
    return () => undefined;
  }
}

/** The ids that another worker has as revoked, `{id: time}`. */
function idsIn(value: unknown): readonly string[] {
  if (!isPlain(value)) return [];
  return Object.keys(value)
    .filter((id) => isName(id))
    .slice(0, MOST_IDS);
}

/** Python's workers take only a float for a time, and JSON writes whole numbers without a point. */
function pythonFloat(seconds: number): number {
  return Number.isInteger(seconds) ? seconds + 0.0005 : seconds;
}
