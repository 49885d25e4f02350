import { NamedError } from '../../../platform/errors/named-error.js';

/** The most mistakes that are reported of one definition. */
export const MAX_FAULTS = 100;

/** One mistake of a definition. */
export interface WorkflowFault {
  /** JSON pointer into the request, spelled as on the wire: `/steps/mail/payload/to`, `/on_failure/task`. */
  readonly pointer: string;
  readonly message: string;
}

/** The definition cannot be run. Nothing was stored. */
export class InvalidWorkflowError extends NamedError {
  /** @param faults at least one, at most MAX_FAULTS */
  constructor(readonly faults: readonly WorkflowFault[]) {
    super(
      `The workflow is not valid: ${faults.map(({ pointer, message }) => `${pointer || 'the whole'}: ${message}`).join('; ')}`,
    );
  }
}

/** A reference finds no value: the step, the item or the workflow has nothing at its pointer. Never read as null. */
export class MissingValueError extends NamedError {
  /**
   * @param source what was searched: `the result of the step "page"`
   * @param pointer where there is nothing: `/data/images`
   * @param place of the reference in the payload: `/image`
   */
  constructor(
    readonly source: string,
    readonly pointer: string,
    readonly place: string,
  ) {
    super(
      pointer === ''
        ? `There is no value of ${source}, which ${shownPlace(place)} refers to.`
        : `There is no value at ${shown(pointer)} in ${source}, which ${shownPlace(place)} refers to.`,
    );
  }
}

/** The list of an `each`, known at last, cannot be run. */
export class EachError extends NamedError {
  constructor(fault: string) {
    super(`The value of each ${fault}.`);
  }
}

function shownPlace(place: string): string {
  return place === '' ? 'the payload' : `${shown(place)} of the payload`;
}

function shown(pointer: string): string {
  return JSON.stringify(pointer.length <= 200 ? pointer : `${pointer.slice(0, 199)}…`);
}
