import { setTimeout as sleep } from 'node:timers/promises';
import { ApiProperty } from '@nestjs/swagger';
import { Config } from '../../platform/config/config.js';
import { Task, type TaskContext, type TaskHandler } from '../../core/index.js';
import { NamedError } from '../../platform/errors/named-error.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';

export class DividePayload {
  @ApiProperty({ type: 'integer', example: 10, description: 'The dividend' })
  @IsSafeInteger()
  x!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'The divisor' })
  @IsSafeInteger()
  y!: number;
}

/** In JavaScript 1/0 is Infinity, which JSON cannot represent and callers cannot use. */
class ZeroDivisionError extends NamedError {}

/** Divides x by y after a delay of DIVIDE_DELAY_MS. Safe to repeat: it has no side effects. */
@Task({
  name: 'math.divide',
  aliases: ['tasks.divide'],
  celery: { args: ['x', 'y'] },
  summary: 'Divide x by y',
  queue: 'tasks',
  payload: DividePayload,
  columns: ['x', 'y'],
  result: Number,
  example: { x: 10, y: 2 },
  attempts: 1,
})
export class DivideTask implements TaskHandler<DividePayload, number> {
  constructor(private readonly config: Config) {}

  // `context.signal` is read only when there is a delay to abort: creating it takes a tenth of a whole attempt's time.
  async run({ x, y }: DividePayload, context: TaskContext): Promise<number> {
    const { divideDelayMs } = this.config;
    if (divideDelayMs > 0) await sleep(divideDelayMs, undefined, { signal: context.signal });
    if (y === 0) throw new ZeroDivisionError('division by zero');
    return x / y + 0; // 0 / -5 is -0, which JSON.stringify turns into 0
  }
}
