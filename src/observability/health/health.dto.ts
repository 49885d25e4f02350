import { ApiProperty } from '@nestjs/swagger';

const statuses = ['up', 'degraded', 'down'] as const;

/** Result of one check. It also has facts of its own, such as `rss_mb` or `message`. */
interface Check {
  readonly status: (typeof statuses)[number];
}

const CHECK = {
  type: 'object',
  required: ['status'],
  properties: { status: { type: 'string', enum: [...statuses], example: 'up' } },
  additionalProperties: true,
};

const CHECKS = { type: 'object', additionalProperties: CHECK } as const;

type Checks = Record<string, Check>;

/** Health of the service in Terminus' format. Each check is named after its subject. */
export class HealthDto {
  @ApiProperty({ enum: ['ok', 'degraded', 'error', 'shutting_down'], example: 'ok' })
  status!: string;

  @ApiProperty({ ...CHECKS, description: 'Checks that are not down' })
  info!: Checks;

  @ApiProperty({ ...CHECKS, description: 'Checks that are down' })
  error!: Checks;

  @ApiProperty({ ...CHECKS, description: 'All checks' })
  details!: Checks;
}

/** The overall result of these checks, for the documentation. */
export function healthExample(details: Checks): HealthDto {
  const those = (isDown: boolean) =>
    Object.fromEntries(Object.entries(details).filter(([, { status }]) => (status === 'down') === isDown));
  const error = those(true);
  return { status: Object.keys(error).length > 0 ? 'error' : 'ok', info: those(false), error, details };
}
