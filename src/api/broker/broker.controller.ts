import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { DataMark } from '../../core/broker-state/data-mark.js';
import { AcknowledgedLossDto, DataLossDto } from './broker.dto.js';
import { ApiReason, ReasonDto } from '../schema/reason.dto.js';

/** Actions on the broker itself. /health and /metrics report its state. */
@ApiTags('Operations')
@Controller('broker')
export class BrokerController {
  constructor(private readonly mark: DataMark) {}

  @Post('acknowledge-loss')
  @RequireRole('operator')
  @Audited('broker.acknowledge-loss')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'acknowledgeDataLoss',
    summary: 'Acknowledge that Redis has lost its data',
    description:
      'After FLUSHALL, FLUSHDB or a restart of Redis without its data, `/health` is `degraded` and reports the loss ' +
      'until it is acknowledged here. Acknowledging restores nothing: tasks, results, pauses, limits and the audit ' +
      'log are gone. Other processes stop reporting the loss at their next check of Redis.',
  })
  @ApiReason()
  @ApiOkResponse({ type: AcknowledgedLossDto, description: 'The loss is no longer reported' })
  @ApiProblems('validation', 'broker-unavailable')
  // The audit log reads the reason from the body, as that of every action.
  async acknowledge(@Body() _: ReasonDto): Promise<AcknowledgedLossDto> {
    const loss = await this.mark.acknowledge();
    return { data_loss: loss === undefined ? null : DataLossDto.of(loss) };
  }
}
