import type { Command } from 'commander';
import type { Cli } from '../../../cli.js';
import { healthExit, healthText, readHealth } from './read-health.js';

/** `celeriac health` */
export function healthCommand(cli: Cli): Command {
  return cli
    .command(
      'health',
      'Check broker, memory, history and the workers of each queue; exit code 1 if one is down',
      ['health', 'health --json'],
    )
    .action(
      cli.action(async (session) => {
        const health = await readHealth(session);
        session.output.show(health, () => healthText(health, session.output.style));
        return healthExit(health);
      }),
    );
}
