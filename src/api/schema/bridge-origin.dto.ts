import { ApiProperty } from '@nestjs/swagger';

/** The other system that has submitted a task over a bridge. */
export class BridgeOriginDto {
  @ApiProperty({ example: 'celery', description: 'Name of the bridge' })
  name!: string;

  @ApiProperty({
    example: '0f3e9a52-6f5d-4c7e-8a59-1d2b7a4c9e10',
    description: 'ID of the task in that system',
  })
  id!: string;
}
