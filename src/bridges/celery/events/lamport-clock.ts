import { Injectable } from '@nestjs/common';
import { Broker, Keys, LuaScript, integer } from '../../../core/index.js';

/** Higher values are not believed: the clock could not grow any more after them. */
const MAX_HEARD = 2 ** 48;

/** Takes the next `count` values of a clock that all bridges share, and returns the last of them. */
const RESERVE = new LuaScript({
  name: 'celery-reserve-clock',
  keys: ['clock'],
  numbers: ['count', 'atLeast'],
  text: `
local last = math.max(tonumber(redis.call('GET', clock) or '0') or 0, atLeast) + count
redis.call('SET', clock, string.format('%.0f', last))
return last
`,
  reply: integer,
});

/**
 * The logical clock of events and control messages: each of ours has a higher value than all that were sent or received
 * before it. All bridges share it, since one may announce the start of a task and another its end.
 */
@Injectable()
export class LamportClock {
  private now = 0;

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** The latest value. */
  get value(): number {
    return this.now;
  }

  /** The next value, for one message of this bridge. */
  tick(): number {
    this.now += 1;
    return this.now;
  }

  /** @param clock of a message from somebody else: any JSON value */
  hear(clock: unknown): void {
    if (Number.isSafeInteger(clock) && Number(clock) < MAX_HEARD)
      this.now = Math.max(this.now, Number(clock));
  }

  /**
   * Reserves values that are higher than those of all bridges so far. While our Redis is away they are only higher than
   * those of this one.
   *
   * @returns the first of them; the others follow
   */
  async reserve(count: number): Promise<number> {
    const last = await this.reserveShared(count).catch(() => this.now + count);
    this.now = Math.max(this.now, last);
    return last - count + 1;
  }

  private async reserveShared(count: number): Promise<number> {
    const clock = this.keys.bridge('celery', 'clock');
    return this.broker.ask(RESERVE.run(this.broker.producer, { clock, count, atLeast: this.now }));
  }
}
