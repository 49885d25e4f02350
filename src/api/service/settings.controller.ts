import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Broker } from '../../core/redis/broker.js';
import { Config } from '../../platform/config/config.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { SettingsDto } from './settings.dto.js';

/** Shows the configuration, without secrets. */
@ApiTags('Operations')
@Controller('settings')
export class SettingsController {
  constructor(
    private readonly config: Config,
    private readonly broker: Broker,
  ) {}

  @Get()
  @RequireRole('operator')
  @ApiOperation({
    operationId: 'getSettings',
    summary: 'Get the settings of this API process, without secrets, and the versions',
    description: 'A process reads its settings at startup. Other processes may have different ones.',
  })
  @ApiOkResponse({ type: SettingsDto, description: 'The settings' })
  @ApiProblems()
  async read(): Promise<SettingsDto> {
    return SettingsDto.of(this.config, await this.redisVersion());
  }

  /** Null if the broker does not answer, or its user may not run INFO. */
  private async redisVersion(): Promise<string | null> {
    const info = await this.broker.ask(this.broker.producer.info('server')).catch(() => '');
    return /^redis_version:([\w.-]{1,40})/m.exec(info)?.[1] ?? null;
  }
}
