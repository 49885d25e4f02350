import { Injectable } from '@nestjs/common';
import { IngressQueues } from '../../ingress/ingress-queues.js';
import { isName } from '../../protocol/own-field.js';
import { CeleryTaskTypes } from '../celery-task-types.js';
import { queueView } from '../views/queue-view.js';
import type { CommandArguments } from './command-arguments.js';
import { CommandError } from './command-error.js';
import { type Commands, type NodeReply, ok } from './command.js';

/** The same limit as in CELERY_QUEUES. */
const MAX_NAME = 200;
const MOST_QUEUES = 100;

/** Task types and queues: what workers know and where it comes from. The bridge takes the tasks for all of them. */
@Injectable()
export class QueueCommands {
  readonly commands: Commands = {
    registered: { level: 'inspect', run: ({ args }) => this.registered(args) },
    dump_tasks: { level: 'inspect', run: ({ args }) => this.registered(args) },
    active_queues: { level: 'inspect', run: () => this.active() },
    add_consumer: {
      level: 'all',
      needs: ['queue'],
      isForEveryBridge: true,
      run: ({ args }) => this.add(args),
    },
    cancel_consumer: {
      level: 'all',
      needs: ['queue'],
      isForEveryBridge: true,
      run: ({ args }) => this.remove(args),
    },
  };

  constructor(
    private readonly queues: IngressQueues,
    private readonly types: CeleryTaskTypes,
  ) {}

  private async registered(args: CommandArguments): Promise<NodeReply> {
    const items = args.any('taskinfoitems');
    const isAsked = !Array.isArray(items) || items.length === 0 || items.includes('rate_limit');
    return this.types.shown(isAsked);
  }

  private active(): NodeReply {
    const views = this.queues.names.map(queueView);
    return () => views;
  }

  private async add(args: CommandArguments): Promise<NodeReply> {
    const queue = queueIn(args);
    const type = args.any('exchange_type') ?? 'direct';
    if (type !== 'direct')
      throw new CommandError('ValueError', 'only queues of a direct exchange are consumed');
    if (!this.queues.names.includes(queue)) {
      if (this.queues.names.length >= MOST_QUEUES)
        throw new CommandError('ValueError', `no more than ${MOST_QUEUES} queues are consumed`);
      await this.queues.add(queue);
    }
    return ok(`add consumer ${queue}`);
  }

  private async remove(args: CommandArguments): Promise<NodeReply> {
    const queue = queueIn(args);
    await this.queues.remove(queue);
    return ok(`no longer consuming from ${queue}`);
  }
}

function queueIn(args: CommandArguments): string {
  const queue = args.any('queue');
  if (!isName(queue, MAX_NAME))
    throw new CommandError('ValueError', `queue must be a text of 1 to ${MAX_NAME} characters`);
  return queue;
}
