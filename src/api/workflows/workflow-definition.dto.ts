import {
  ApiExtraModels,
  ApiProperty,
  ApiPropertyOptional,
  IntersectionType,
  getSchemaPath,
} from '@nestjs/swagger';
import { Allow, IsObject, IsOptional, IsString, Matches } from 'class-validator';
import {
  type IfFailed,
  MAX_EACH_ITEMS,
  MAX_STEPS,
  STEP_NAME,
  ifFailedModes,
} from '../../core/workflows/definition/workflow-definition.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { IsListOf } from '../../platform/validation/rules/is-list-of.js';
import { OptionalSubmitOptions, SubmitOptionsDto } from '../schema/submit-options.dto.js';
import { WantsTokenDto } from '../schema/token.dto.js';
import { Field, OptionalField } from '../schema/fields.js';
import { PRIMES_REPORT } from './workflow-examples.js';

/** A task to submit at the end of a workflow. */
export class HookDefinitionDto {
  @Field.text(1, 200, { example: 'math.count-primes', description: 'Name of the task' })
  @IsString()
  task!: string;

  @OptionalField.object({
    default: {},
    example: { n: { $item: '' } },
    description:
      'Defined by the schema of the task type. Any part of it may be a reference: `{"$result": "step", "path": ' +
      '"/pointer"}` to the result of a step, `{"$item": "/pointer"}` to the current item of `each`, and, in a hook, ' +
      '`{"$workflow": "/status"}` to the ended workflow (`workflow_id`, `status`, `results`, `errors`). ' +
      '`{"$literal": …}` is its content unchanged: references in it are not resolved',
  })
  payload?: object;

  @OptionalSubmitOptions({
    description:
      'Without `retention_ms`, `webhook_url` and `deduplicate`, which do not apply to a task of a workflow',
  })
  options?: SubmitOptionsDto;
}

/** One step of a workflow. */
export class StepDefinitionDto extends HookDefinitionDto {
  @ApiPropertyOptional({
    type: [String],
    maxItems: MAX_STEPS,
    example: ['counts'],
    description:
      'Steps that must end first. Steps whose results the payload refers to are added automatically',
  })
  @IsOptional()
  @IsListOf(MAX_STEPS)
  @IsString({ each: true })
  after?: string[];

  @ApiPropertyOptional({
    oneOf: [
      { type: 'array', items: {}, maxItems: MAX_EACH_ITEMS },
      { type: 'object', additionalProperties: true },
    ],
    example: [1_000, 1_000_000],
    description:
      'A list, or a `$result` that is one: the task runs once for each item, and the result of the step is the list ' +
      `of results, in order. At most ${MAX_EACH_ITEMS} items`,
  })
  @Allow()
  each?: unknown;

  @OptionalField.oneOf(ifFailedModes, {
    default: 'fail',
    description:
      'Behaviour after the last failed attempt of the step. `fail`: the workflow fails, and unstarted steps are ' +
      'REVOKED. `continue`: the steps after it run, and get `{"$error": {"type", "message"}}` as its result. ' +
      '`skip`: the steps after it are skipped, and the rest continues',
  })
  if_failed?: IfFailed;
}

/** A workflow. Steps are checked one by one, so that all mistakes are reported. */
@ApiExtraModels(StepDefinitionDto)
export class WorkflowDefinitionDto {
  @ApiPropertyOptional({
    pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$',
    example: PRIMES_REPORT.name,
    description: 'A name to find the workflow by; need not be unique',
  })
  @IsOptional()
  @Matches(STEP_NAME, {
    message:
      'name must be 1 to 64 letters, digits, dots, hyphens and underscores, the first a letter or digit',
  })
  name?: string;

  @OptionalField.texts(20, 1, 100, { example: ['customer-7'], description: 'Labels to find the workflow by' })
  tags?: string[];

  @OptionalField.integer(1, YEAR_MS, {
    example: 86_400_000,
    description: 'Time the workflow and the results of its steps stay readable after its end',
  })
  retention_ms?: number;

  @OptionalField.text(1, 2_048, {
    format: 'uri',
    example: 'https://example.com/hooks/reports',
    description:
      'Receives the ended workflow as a signed webhook `workflow.succeeded`, `workflow.failed` or ' +
      '`workflow.revoked`. Must be a public http or https URL; needs WEBHOOK_SECRETS',
  })
  webhook_url?: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(StepDefinitionDto) },
    minProperties: 1,
    maxProperties: MAX_STEPS,
    example: PRIMES_REPORT.steps,
    description: `The steps by name, 1 to ${MAX_STEPS}. Names have the form of \`name\``,
  })
  @IsObject()
  steps!: object;

  @OptionalField.nested(HookDefinitionDto, { description: 'Submitted once if the workflow succeeds' })
  on_success?: HookDefinitionDto;

  @OptionalField.nested(HookDefinitionDto, {
    description: 'Submitted once if the workflow fails or is cancelled',
  })
  on_failure?: HookDefinitionDto;

  @OptionalField.nested(HookDefinitionDto, { description: 'Submitted once at the end, however it ends' })
  on_end?: HookDefinitionDto;
}

/** Body of POST /workflows. */
export class StartWorkflowDto extends IntersectionType(WorkflowDefinitionDto, WantsTokenDto) {}
