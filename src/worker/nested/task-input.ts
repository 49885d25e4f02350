import { Injectable } from '@nestjs/common';
import { StepValues } from '../../core/workflows/nested/step-values.js';
import { orHold } from './broker-away.js';
import type { Attempt } from '../attempt/attempt.js';
import { PayloadResolver, type ResolvedPayload } from '../attempt/payload-resolver.js';

/** The input of an attempt: its payload, and the results of other steps to which it refers. */
@Injectable()
export class TaskInput {
  constructor(
    private readonly payloads: PayloadResolver,
    private readonly values: StepValues,
  ) {}

  /**
   * Asks the broker only for a step that refers to results.
   *
   * @throws the errors of PayloadResolver, and DiscardTask for a value that does not exist
   */
  of(attempt: Attempt): ResolvedPayload | Promise<ResolvedPayload> {
    const { step } = attempt;
    const needs = step?.stepRole.needs;
    if (step === undefined || needs === undefined) return this.take(attempt);
    return orHold(this.values.read(step.workflowId, needs)).then((values) => {
      attempt.references = values;
      return this.take(attempt);
    });
  }

  private take(attempt: Attempt): ResolvedPayload {
    return this.payloads.take(attempt.stored, (secrets) => attempt.keepSecret(secrets));
  }
}
