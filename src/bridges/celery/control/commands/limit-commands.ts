import { Injectable } from '@nestjs/common';
import { TypeControl, optionBounds } from '../../../../core/index.js';
import { pythonRepr } from '../../protocol/python-repr.js';
import { CeleryTaskTypes } from '../celery-task-types.js';
import { type Rate, readRate } from '../rate-text.js';
import type { CommandArguments } from './command-arguments.js';
import { CommandError } from './command-error.js';
import { type Commands, type NodeReply, ok, refusal } from './command.js';

/** In the records of limits. */
const BY = 'celery';
const UNKNOWN = refusal('unknown task');

/**
 * Limits of task types, as operators set them: across all workers, until they are changed again. (Celery's own hold for
 * each worker, until it ends.)
 */
@Injectable()
export class LimitCommands {
  readonly commands: Commands = {
    rate_limit: {
      level: 'all',
      needs: ['task_name', 'rate_limit'],
      run: ({ args }) => this.limitRate(args),
    },
    time_limit: { level: 'all', needs: ['task_name'], run: ({ args }) => this.limitTime(args) },
  };

  constructor(
    private readonly types: CeleryTaskTypes,
    private readonly control: TypeControl,
  ) {}

  private async limitRate(args: CommandArguments): Promise<NodeReply> {
    const given = args.any('rate_limit');
    const rate = readRate(given);
    if (rate === undefined || !isWithinBounds(rate))
      return refusal(`Invalid rate limit string: ${pythonRepr(given, 100)}`);
    const type = this.types.find(args.text('task_name'));
    if (type === undefined) return UNKNOWN;
    // Without a limit in code none is left; with one, the highest number takes its place.
    const unlimited = type.rateLimit ? { max: optionBounds.rateLimit.max.maximum, durationMs: 1 } : null;
    await this.control.change(type, { rate: rate ?? unlimited }, BY);
    return ok(given === 0 || given === '' || given === null ? DISABLED : 'new rate limit set successfully');
  }

  private async limitTime(args: CommandArguments): Promise<NodeReply> {
    const seconds = args.number('soft') ?? args.number('hard');
    const timeoutMs = seconds === null ? null : Math.ceil(seconds * 1_000);
    const { minimum, maximum } = optionBounds.timeoutMs;
    if (timeoutMs !== null && !(timeoutMs >= minimum && timeoutMs <= maximum))
      throw new CommandError('ValueError', 'a time limit must be a number of seconds above 0');
    const type = this.types.find(args.text('task_name'));
    if (type === undefined) return UNKNOWN;
    await this.control.change(type, { timeoutMs }, BY);
    return ok('time limits set successfully');
  }
}

const DISABLED = 'rate limit disabled successfully';

function isWithinBounds(rate: Rate): boolean {
  const { max, durationMs } = optionBounds.rateLimit;
  return rate === null || (rate.max <= max.maximum && rate.durationMs <= durationMs.maximum);
}
