import { ApiProperty } from '@nestjs/swagger';
import type { Deploy } from '../../core/workers/deploys.js';
import { isoTime } from '../../platform/timing/iso-time.js';

/** A version of the workers. */
export class DeployDto {
  @ApiProperty({ example: '0.2.0' })
  version!: string;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T08:00:00.000Z',
    description: 'Time at which the first worker of the version started',
  })
  at!: string;

  static of({ version, at }: Deploy): DeployDto {
    return { version, at: isoTime(at) };
  }
}

export class DeploysDto {
  @ApiProperty({ type: [DeployDto], description: 'Newest first; the last 50' })
  items!: DeployDto[];
}
