import { ApiProperty } from '@nestjs/swagger';
import { type DataLoss, lossCauses } from '../../core/broker-state/data-mark.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { NullableField } from '../schema/fields.js';

/** A loss of all data in Redis. */
export class DataLossDto {
  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T08:00:00.000Z',
    description: 'Time at which a process detected the loss',
  })
  lost_at!: string;

  @ApiProperty({
    type: 'integer',
    example: 1204,
    description: 'Tasks stored at the last check before the loss: waiting, running and finished',
  })
  tasks!: number;

  @ApiProperty({
    enum: lossCauses,
    example: 'emptied',
    description:
      '`emptied`: FLUSHALL, FLUSHDB or deleted keys while Redis was running. `replaced`: Redis restarted or failed ' +
      'over without its data. `unknown`: the Redis user may not run INFO, which tells the two apart',
  })
  cause!: string;

  static of({ at, tasks, cause }: DataLoss): DataLossDto {
    return { lost_at: isoTime(at), tasks, cause };
  }
}

/** The acknowledged loss. */
export class AcknowledgedLossDto {
  @NullableField.nested(DataLossDto, {
    example: { lost_at: '2026-11-24T08:00:00.000Z', tasks: 1204, cause: 'emptied' },
    description: 'The acknowledged loss; null if there was none or it was already acknowledged',
  })
  data_loss!: DataLossDto | null;
}
