import { ApiProperty } from '@nestjs/swagger';

/** A revocation that was undone by a retry. */
export class PastRevocationDto {
  @ApiProperty({ example: 'wrong text', description: 'Reason for the revocation' })
  reason!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.000Z' })
  at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T09:00:00.000Z' })
  retried_at!: string;
}
