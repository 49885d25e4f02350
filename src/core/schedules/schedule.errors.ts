import { NamedError } from '../../platform/errors/named-error.js';

/** A field of a schedule is wrong. Nothing was stored. */
export class InvalidScheduleError extends NamedError {
  /**
   * @param field name of the wrong field in code: `everyMs`
   * @param fault to follow the name: `must be …`
   */
  constructor(
    readonly field: string,
    readonly fault: string,
  ) {
    super(`${field} ${fault}.`);
  }
}

/** No schedule has this id. */
export class ScheduleNotFoundError extends NamedError {
  constructor(readonly id: string) {
    super(`Schedule ${JSON.stringify(id.slice(0, 100))} not found. GET /schedules lists them.`);
  }
}

/** Others kept changing the schedule at the same time. Nothing was changed: try again. */
export class ScheduleChangedError extends NamedError {
  constructor(readonly id: string) {
    super(
      `Schedule ${JSON.stringify(id)} is being changed by others. Read it again, then repeat the change.`,
    );
  }
}

/** The task of a schedule cannot be submitted now. */
export class ScheduleRunRefusedError extends NamedError {
  constructor(
    readonly id: string,
    reason: string,
  ) {
    super(`The task of the schedule ${id} was not submitted: ${reason}`);
  }
}
