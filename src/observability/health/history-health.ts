import { Injectable } from '@nestjs/common';
import { type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import { Histories, HistoryUnavailableError, type TaskHistory } from '../../core/history/task-history.js';
import { within } from '../../platform/timing/within.js';

/** For a probe, a history that answers later is away. */
const LIMIT_MS = 800;
/** As in the alert CeleriacHistoryBehind. */
const MOST_LAG_MS = 300_000;
const AWAY = 'not responding: tasks run on, and are recorded later. The log of the workers names the cause';
const NO_BROKER = 'unknown: the broker is not responding';

/** `away`: the history does not answer. `unknown`: the broker does not. */
type State = Awaited<ReturnType<TaskHistory['lag']>> | 'away' | 'unknown';

/** Checks whether the history responds and keeps up. One that does not is a warning: tasks run on without it. */
@Injectable()
export class HistoryHealth {
  private looking: Promise<State> | undefined;

  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly histories: Histories,
  ) {}

  /** None without a history. */
  checks(): HealthIndicatorFunction[] {
    const history = this.histories.get();
    return history === undefined ? [] : [() => this.check(history)];
  }

  private async check(history: TaskHistory) {
    const session = this.indicator.check('history');
    const state = await within(this.look(history), LIMIT_MS, () => 'away' as const);
    if (state === 'away') return session.degraded(AWAY);
    if (state === 'unknown') return session.degraded(NO_BROKER);
    const facts = { lag_seconds: Math.round(state.ms / 1_000), lag_tasks: state.tasks };
    const isBehind = state.ms > MOST_LAG_MS && state.tasks > 0;
    return isBehind
      ? session.degraded({ ...facts, message: 'behind: finished tasks are recorded late' })
      : session.up(facts);
  }

  /** Concurrent callers share one look, so that probes do not queue up behind a frozen server. */
  private look(history: TaskHistory): Promise<State> {
    this.looking ??= stateOf(history).finally(() => (this.looking = undefined));
    return this.looking;
  }
}

/** The lag alone does not show that PostgreSQL is away: it is then continued from what is known. */
async function stateOf(history: TaskHistory): Promise<State> {
  try {
    await history.recordedUntil();
    return await history.lag();
  } catch (error) {
    return error instanceof HistoryUnavailableError ? 'away' : 'unknown';
  }
}
