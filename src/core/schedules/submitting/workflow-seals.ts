import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../../core-options.js';
import { PayloadSeals } from '../../submit/payload-seals.js';
import { taskFields } from '../../task/task-fields.js';
import { TaskRegistry } from '../../task/task-registry.js';
import { hookJsonNames, hookNames } from '../../workflows/definition/workflow-definition.js';
import type {
  HookDefinition,
  StepDefinition,
  WorkflowDefinition,
} from '../../workflows/definition/workflow-definition.js';
import { InvalidWorkflowError, type WorkflowFault } from '../../workflows/definition/workflow.errors.js';
import { openedEach, sealedEach } from '../../workflows/record/sealed-each.js';
import { WorkflowPlanner } from '../../workflows/start/workflow-planner.js';
import { type SealedStep, type SealedWorkflow, withTasks } from './sealed-workflow.js';

/** A workflow may have 20, and the schedule adds its own. */
const MOST_TAGS = 19;
/** Options of a step that make sense only once. */
const TIMES = ['runAt', 'expiresAt'] as const;

/** The workflows of schedules: checked whole like those of a start, and encrypted where their tasks say so. */
@Injectable()
export class WorkflowSeals {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly planner: WorkflowPlanner,
    private readonly seals: PayloadSeals,
    private readonly options: CoreOptions,
  ) {}

  /**
   * @param isOwn whether code declares it, which may name internal tasks
   * @throws InvalidWorkflowError with all mistakes, WebhookRefusedError
   */
  seal(workflow: WorkflowDefinition, isOwn: boolean): SealedWorkflow {
    this.planner.prepare(workflow, { source: isOwn ? 'code' : 'outside' });
    const faults = [...faultsOfTimes(workflow), ...this.faultsOfSize(workflow)];
    if (faults.length > 0) throw new InvalidWorkflowError(faults);
    return withTasks(workflow, (step) => this.sealed(step));
  }

  /** The workflow as it was given: pass it no further than necessary. @throws PayloadKeyError, BrokenPayloadError */
  open(workflow: SealedWorkflow): WorkflowDefinition {
    return withTasks(workflow, (step) => this.opened(step));
  }

  /** Stored under the present name of its task, which is part of the seal. */
  private sealed(step: SealedStep): SealedStep {
    const task = this.registry.get(step.task).options;
    if ((task.redact ?? []).length === 0) return step;
    const { payload = {}, each } = step;
    return {
      ...{ ...step, task: task.name },
      ...this.seals.seal(task, payload as object, true), // any other was refused
      ...(each !== undefined && { each: sealedEach(this.seals, task, each) }),
    };
  }

  private opened({ sealed, ...step }: SealedStep): StepDefinition {
    const { task, payload, each } = step;
    if (sealed === undefined) return step;
    return {
      ...step,
      payload: this.seals.open({ name: task, payload, sealed }),
      ...(each !== undefined && { each: openedEach(this.seals, task, each) }),
    };
  }

  /** It is read at each tick, together with others. */
  private faultsOfSize(workflow: WorkflowDefinition): WorkflowFault[] {
    const faults: WorkflowFault[] = [];
    const { maxPayloadBytes } = this.options;
    const bytes = Buffer.byteLength(JSON.stringify(workflow));
    if (bytes > maxPayloadBytes) {
      const message = `has ${bytes} bytes as JSON; the maximum for a schedule is ${maxPayloadBytes} (MAX_PAYLOAD_BYTES)`;
      faults.push({ pointer: '', message });
    }
    if ((workflow.tags?.length ?? 0) > MOST_TAGS)
      faults.push({
        pointer: '/tags',
        message: `must have at most ${MOST_TAGS} tags: the schedule adds its own`,
      });
    return faults;
  }
}

function faultsOfTimes(workflow: WorkflowDefinition): WorkflowFault[] {
  const steps = Object.entries(workflow.steps).map(([name, step]) => [`/steps/${name}`, step] as const);
  const hooks = hookNames.map((name) => [`/${hookJsonNames[name]}`, workflow[name]] as const);
  return [...steps, ...hooks].flatMap(([pointer, one]) => faultsOf(one, pointer));
}

function faultsOf(task: HookDefinition | undefined, pointer: string): WorkflowFault[] {
  return TIMES.filter((name) => task?.options?.[name] !== undefined).map((name) => {
    const { json } = taskFields[name].option;
    return { pointer: `${pointer}/options/${json}`, message: `${json} would be the same for every tick` };
  });
}
