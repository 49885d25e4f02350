import { ApiProperty } from '@nestjs/swagger';
import type { CommandOutcome } from '../../core/workers/worker-commands.js';
import { SettingDto } from '../service/settings.dto.js';
import { EXAMPLE_WORKER_ID } from './worker.dto.js';

/** The settings of a worker process. */
export class WorkerSettingsDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_WORKER_ID })
  worker_id!: string;

  @ApiProperty({
    example: true,
    description: 'False if the worker did not reply in time, or is of an older version',
  })
  answered!: boolean;

  @ApiProperty({
    type: [SettingDto],
    description: 'In the order of docs/settings.md; empty without a reply',
  })
  items!: SettingDto[];

  static of(id: string, { replies }: CommandOutcome): WorkerSettingsDto {
    const [reply] = replies;
    const settings = reply !== undefined && 'report' in reply ? reply.settings : undefined;
    // A worker of this codebase answers, with its `shownSettings`.
    return {
      worker_id: id,
      answered: settings !== undefined,
      items: [...((settings ?? []) as SettingDto[])],
    };
  }
}
