import {
  type SealedHook,
  type SealedStep,
  type SealedWorkflow,
} from '../../core/schedules/submitting/sealed-workflow.js';
import { hookJsonNames, hookNames } from '../../core/workflows/definition/workflow-definition.js';
import { changedAt } from '../../platform/redaction/field-paths.js';
import { REDACTED } from '../../platform/redaction/redacted.js';
import { ShownOptionsDto } from './shown-options.dto.js';

/**
 * The workflow of a schedule in the form in which it was submitted. Secrets are left out: the URL of its webhook, and
 * what the tasks of its steps redact.
 *
 * @param seesPayload whether the reader may see payloads
 */
export function shownWorkflow(workflow: SealedWorkflow, seesPayload: boolean): object {
  const { name, tags, retentionMs } = workflow;
  const steps = Object.entries(workflow.steps);
  const hooks = hookNames.flatMap((hook) => {
    const given = workflow[hook];
    return given ? [[hookJsonNames[hook], hookJson(given, seesPayload)] as const] : [];
  });
  return {
    ...{ name, tags, retention_ms: retentionMs },
    steps: Object.fromEntries(steps.map(([step, one]) => [step, stepJson(one, seesPayload)])),
    ...Object.fromEntries(hooks),
  };
}

/** Secret fields are encrypted in the record: not even that is shown. */
export function shownPayload(payload: object, sealed: readonly string[] = []): object {
  return changedAt(payload, sealed, () => REDACTED) as object; // only values inside it are changed
}

function stepJson(step: SealedStep, seesPayload: boolean) {
  const { after, ifFailed, each } = step;
  return {
    ...hookJson(step, seesPayload),
    ...{ after, if_failed: ifFailed },
    ...(each !== undefined && { each: seesPayload ? shownEach(each) : null }),
  };
}

function hookJson({ task, payload = {}, sealed, options }: SealedHook, seesPayload: boolean) {
  const { delayMs, ...others } = options ?? {};
  return {
    task,
    payload: seesPayload ? shownPayload(payload as object, sealed) : null, // any other was refused
    ...(options && { options: Object.assign(ShownOptionsDto.of(others), { delay_ms: delayMs }) }),
  };
}

/** An encrypted list is a text. */
function shownEach(each: unknown): unknown {
  return typeof each === 'string' ? REDACTED : each;
}
