import { ApiProperty } from '@nestjs/swagger';
import { type DataLoss, lossCauses } from '../../core/broker-state/data-mark.js';
import { isoTime } from '../../platform/timing/iso-time.js';

/** A loss of all data in Redis. */
export class DataLossDto {
  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T08:00:00.000Z',
    description: 'when a process found that the data was gone',
  })
  lost_at!: string;

  @ApiProperty({
    type: 'integer',
    example: 1204,
    description: 'tasks that were stored at the last look before: waiting, running and finished',
  })
  tasks!: number;

  @ApiProperty({
    enum: lossCauses,
    example: 'emptied',
    description:
      '`emptied`: while Redis ran, by FLUSHALL, FLUSHDB or deleted keys. `replaced`: Redis restarted or failed over without ' +
      'its data. `unknown`: the user of Redis may not use INFO, which tells them apart',
  })
  cause!: string;

  static of({ at, tasks, cause }: DataLoss): DataLossDto {
    return { lost_at: isoTime(at), tasks, cause };
  }
}

/** What was acknowledged. */
export class AcknowledgedLossDto {
  @ApiProperty({
    type: DataLossDto,
    nullable: true,
    example: { lost_at: '2026-11-24T08:00:00.000Z', tasks: 1204, cause: 'emptied' },
    description: 'the loss that was acknowledged; null: there was none, or it had been acknowledged before',
  })
  data_loss!: DataLossDto | null;
}
