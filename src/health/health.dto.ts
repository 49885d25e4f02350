import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

/** What one check found: beside its status stand facts of its own, such as `rss_mb` or `message`. */
class CheckDto {
  @ApiProperty({ enum: ['up', 'degraded', 'down'], example: 'up' })
  status!: 'up' | 'degraded' | 'down';
}

const CHECKS = { type: 'object', additionalProperties: { $ref: getSchemaPath(CheckDto) } } as const;

type Checks = Record<string, CheckDto>;

/** How the service is, as Terminus says it. Each check is named by what it looks at. */
@ApiExtraModels(CheckDto)
export class HealthDto {
  @ApiProperty({ enum: ['ok', 'degraded', 'error', 'shutting_down'], example: 'ok' })
  status!: string;

  @ApiProperty({ ...CHECKS, description: 'the checks that are not down' })
  info!: Checks;

  @ApiProperty({ ...CHECKS, description: 'the checks that are down' })
  error!: Checks;

  @ApiProperty({ ...CHECKS, description: 'every check' })
  details!: Checks;
}

/** The result of these checks, for the documentation. */
export function healthExample(details: Checks): HealthDto {
  const those = (isDown: boolean) =>
    Object.fromEntries(Object.entries(details).filter(([, { status }]) => (status === 'down') === isDown));
  const error = those(true);
  return { status: Object.keys(error).length > 0 ? 'error' : 'ok', info: those(false), error, details };
}
