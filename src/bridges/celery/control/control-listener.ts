import { Injectable, Logger } from '@nestjs/common';
import type { BridgePart } from '../process/bridge-part.js';
import { CeleryBroker, type ControlAddress } from '../broker/celery-broker.js';
import { FaceLease } from '../events/face-lease.js';
import { LamportClock } from '../events/lamport-clock.js';
import type { WireMessage } from '../protocol/wire-message.js';
import { addressed } from './addressing/addressed.js';
import { type CeleryNode, CeleryNodes } from '../events/celery-nodes.js';
import { type ControlCommand, readControlCommand } from './control-command.js';
import { ControlPanel } from './control-panel.js';

/** More commands wait for their turn: a script that revokes tasks one by one sends a thousand in a second. */
const MOST_AT_ONCE = 100;
/** More are dropped. */
const MOST_WAITING = { count: 10_000, bytes: 64 * 1_048_576 };

/** Hears Celery's control commands. The face replies for our workers; the other bridges keep themselves up to date. */
@Injectable()
export class ControlListener implements BridgePart {
  private readonly logger = new Logger('CeleryControl');
  private readonly open = new Set<Promise<void>>();
  private readonly waiting: WireMessage[] = [];
  private waitingBytes = 0;
  private isDropping = false;
  private isOver = false;

  constructor(
    private readonly broker: CeleryBroker,
    private readonly panel: ControlPanel,
    private readonly nodes: CeleryNodes,
    private readonly face: FaceLease,
    private readonly clock: LamportClock,
  ) {}

  async start(): Promise<void> {
    if (this.panel.isOn) await this.broker.hearControl((message) => this.hear(message));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    this.waiting.length = 0;
    await Promise.all(this.open);
  }

  private hear(message: WireMessage): void {
    if (this.isOver) return;
    if (this.open.size < MOST_AT_ONCE) this.begin(message);
    else this.wait(message);
  }

  private wait(message: WireMessage): void {
    const bytes = this.waitingBytes + message.body.length;
    if (this.waiting.length >= MOST_WAITING.count || bytes > MOST_WAITING.bytes) {
      if (!this.isDropping) this.logger.warn('Too many control commands of Celery at once: some are dropped');
      this.isDropping = true;
      return;
    }
    this.waiting.push(message);
    this.waitingBytes = bytes;
  }

  private begin(message: WireMessage): void {
    const done = this.obey(message).catch((error: unknown) =>
      this.logger.warn(`A control command of Celery was not carried out: ${String(error).slice(0, 300)}`),
    );
    this.open.add(done);
    void done.finally(() => {
      this.open.delete(done);
      this.beginNext();
    });
  }

  private beginNext(): void {
    const next = this.waiting.shift();
    if (next === undefined) return void (this.isDropping = false);
    this.waitingBytes -= next.body.length;
    this.begin(next);
  }

  private async obey(message: WireMessage): Promise<void> {
    const command = this.read(message);
    this.clock.hear(command.clock);
    if (!this.face.isHolder && !this.panel.isForEveryBridge(command.method)) return;
    const all = await this.nodes.live();
    const nodes = addressed(all, command);
    // Without any worker, what is for all is still for the bridge.
    const isForNobody = nodes.length === 0 && (command.destination !== null || command.pattern !== null);
    if (isForNobody) return;
    const reply = await this.panel.carryOut(command, nodes);
    if (command.replyTo !== null && this.face.isHolder)
      await this.reply(command, command.replyTo, nodes, reply);
  }

  /** @throws UnreadableMessageError */
  private read(message: WireMessage): ControlCommand {
    let method: string | undefined;
    try {
      const command = readControlCommand(message);
      ({ method } = command);
      return command;
    } finally {
      this.panel.count(method);
    }
  }

  private async reply(
    { ticket }: ControlCommand,
    replyTo: ControlAddress,
    nodes: readonly CeleryNode[],
    replyOf: (node: CeleryNode) => unknown,
  ): Promise<void> {
    const values = nodes.flatMap((node) => {
      const value = replyOf(node);
      return value === undefined ? [] : [{ [node.name]: value }];
    });
    const first = await this.clock.reserve(values.length);
    const messages = values.map((value, i) => replyMessage(value, ticket, first + i));
    await Promise.all(messages.map((message) => this.broker.answerControl(replyTo, message)));
  }
}

function replyMessage(value: object, ticket: string | null, clock: number): WireMessage {
  return {
    headers: { ticket, clock },
    properties: { contentType: 'application/json', contentEncoding: 'utf-8', deliveryMode: 1 },
    body: Buffer.from(JSON.stringify(value)),
  };
}
