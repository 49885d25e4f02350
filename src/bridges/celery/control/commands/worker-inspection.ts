import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import { CeleryBroker } from '../../broker/celery-broker.js';
import { LamportClock } from '../../events/lamport-clock.js';
import { CeleryNodes } from '../../events/celery-nodes.js';
import { confView, reportOf } from '../views/conf-view.js';
import { statsView } from '../views/stats-view.js';
import type { Commands, NodeReply } from './command.js';

/** Questions about workers. */
@Injectable()
export class WorkerInspection {
  readonly commands: Commands = {
    stats: { level: 'inspect', run: () => this.stats() },
    conf: { level: 'inspect', run: () => this.conf() },
    dump_conf: { level: 'inspect', run: () => this.conf() },
    report: { level: 'inspect', run: () => this.report() },
  };

  constructor(
    private readonly nodes: CeleryNodes,
    private readonly broker: CeleryBroker,
    private readonly clock: LamportClock,
    private readonly config: Config,
  ) {}

  private async stats(): Promise<NodeReply> {
    const current = new Map((await this.nodes.current()).map((node) => [node.name, node]));
    const facts = {
      broker: this.broker.facts,
      clock: this.clock.tick(),
      prefetch: this.config.celeryPrefetch,
    };
    return (node) => statsView((current.get(node.name) ?? node).worker, facts);
  }

  private conf(): NodeReply {
    const conf = confView(this.config);
    return () => conf;
  }

  private report(): NodeReply {
    return (node) => ({ ok: reportOf(node, this.config, this.broker.facts.transport) });
  }
}
