import type {
  HookDefinition,
  StepDefinition,
  WorkflowDefinition,
} from '../../workflows/definition/workflow-definition.js';

/** The paths of the encrypted fields of its payload. */
interface Sealed {
  readonly sealed?: readonly string[] | undefined;
}

export type SealedHook = HookDefinition & Sealed;

/** A step with secrets has its `each` encrypted, too: then it is a string. */
export type SealedStep = StepDefinition & Sealed;

/** A workflow as a schedule stores it. */
export interface SealedWorkflow extends WorkflowDefinition {
  readonly steps: Readonly<Record<string, SealedStep>>;
  readonly onSuccess?: SealedHook;
  readonly onFailure?: SealedHook;
  readonly onEnd?: SealedHook;
}

/** The steps and hooks of a workflow. */
export function tasksOf(workflow: SealedWorkflow): readonly SealedHook[] {
  const { steps, onSuccess, onFailure, onEnd } = workflow;
  const hooks = [onSuccess, onFailure, onEnd].filter((hook) => hook !== undefined);
  return [...Object.values(steps), ...hooks];
}

/** The workflow with each step and hook changed. */
export function withTasks(
  workflow: SealedWorkflow,
  change: (task: SealedStep) => SealedStep,
): SealedWorkflow {
  const { steps, onSuccess, onFailure, onEnd } = workflow;
  return {
    ...workflow,
    steps: Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, change(step)])),
    ...(onSuccess && { onSuccess: change(onSuccess) }),
    ...(onFailure && { onFailure: change(onFailure) }),
    ...(onEnd && { onEnd: change(onEnd) }),
  };
}
