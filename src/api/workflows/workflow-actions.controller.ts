import { Body, Controller, Delete, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { isFinal } from '../../core/task/task-status.js';
import { WorkflowActions } from '../../core/workflows/act/workflow-actions.js';
import { WorkflowReader } from '../../core/workflows/record/workflow-reader.js';
import { principalOf, refuseUnlessOwn } from '../access/principal.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { CancelDto } from '../schema/cancel.dto.js';
import { ApiReason, ApiReasonQuery, ReasonDto, refuseUnfitReason } from '../schema/reason.dto.js';
import { WORKFLOW_ID } from './workflow-documentation.js';
import { RETRIED_EXAMPLE, REVOKED_EXAMPLE, STOPPING_EXAMPLE } from './workflow-examples.js';
import { WorkflowDto } from './workflow.dto.js';

/** Actions on a workflow as a whole. */
@ApiTags('Workflows')
@Controller('workflows/:workflow_id')
export class WorkflowActionsController {
  constructor(
    private readonly workflows: WorkflowReader,
    private readonly actions: WorkflowActions,
  ) {}

  @Post('cancel')
  @RequireRole('submitter')
  @Audited('workflow.cancel')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelWorkflow',
    summary: 'Cancel a workflow with all its steps',
    description:
      'Steps that have not started are REVOKED at once, running ones are asked to stop. The workflow is final when the ' +
      'last of them has stopped. A submitter may cancel the workflows it started (`submitted_by`), an operator any.',
  })
  @ApiParam(WORKFLOW_ID)
  @ApiBody({ type: CancelDto, required: false })
  @ApiOkResponse({
    type: WorkflowDto,
    description: 'No step was running; it is now REVOKED',
    example: REVOKED_EXAMPLE,
  })
  @ApiAcceptedResponse({
    type: WorkflowDto,
    description: 'Running steps were asked to stop',
    example: STOPPING_EXAMPLE,
  })
  @ApiProblems(
    'workflow-not-found',
    'state-conflict',
    'validation',
    'broker-unavailable',
    'history-unavailable',
  )
  async cancel(
    @Param('workflow_id') id: string,
    @Body() { reason }: CancelDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkflowDto> {
    const started = () => this.workflows.findLive(id, 'cancelled');
    await refuseUnlessOwn(principalOf(request), started, 'cancel workflows that it started');
    const workflow = await this.actions.cancel(id, reason ?? undefined);
    if (!isFinal(workflow.status)) response.status(202);
    return WorkflowDto.of(workflow);
  }

  @Post('retry')
  @RequireRole('operator')
  @Audited('workflow.retry')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'retryWorkflow',
    summary: 'Run the failed and revoked steps of a FAILURE or REVOKED workflow again',
    description: 'Steps that have succeeded keep their results. Hooks that have run do not run again.',
  })
  @ApiParam(WORKFLOW_ID)
  @ApiReason()
  @ApiAcceptedResponse({
    type: WorkflowDto,
    description: 'The workflow runs again',
    example: RETRIED_EXAMPLE,
  })
  @ApiProblems(
    'workflow-not-found',
    'state-conflict',
    'validation',
    'broker-unavailable',
    'history-unavailable',
  )
  async retry(@Param('workflow_id') id: string, @Body() _: ReasonDto): Promise<WorkflowDto> {
    return WorkflowDto.of(await this.actions.retry(id));
  }

  @Delete()
  @RequireRole('operator')
  @Audited('workflow.delete')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteWorkflow', summary: 'Delete a finished workflow with all its tasks' })
  @ApiParam(WORKFLOW_ID)
  @ApiReasonQuery()
  @ApiNoContentResponse({ description: 'The workflow is deleted' })
  @ApiProblems(
    'workflow-not-found',
    'state-conflict',
    'validation',
    'broker-unavailable',
    'history-unavailable',
  )
  async remove(@Param('workflow_id') id: string, @Query('reason') reason?: string): Promise<void> {
    refuseUnfitReason(reason);
    await this.actions.remove(id);
  }
}
