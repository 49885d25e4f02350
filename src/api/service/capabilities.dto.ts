import { ApiProperty } from '@nestjs/swagger';
import { type StatDimension, statDimensions } from '../../core/history/task-statistics.js';
import { version } from '../../platform/config/version.js';
import { BROKER_WINDOW_MS } from '../../core/stats/task-series.js';
import { MOST_WINDOW_MS } from '../stats/series-wish.js';
import { NullableField } from '../schema/fields.js';

class HistoryCapabilityDto {
  @ApiProperty({
    example: true,
    description:
      'True with HISTORY_URL: finished tasks stay readable beyond their retention. It may still be unavailable: ' +
      'see GET /health',
  })
  enabled!: boolean;
}

class StatsCapabilityDto {
  @ApiProperty({
    enum: statDimensions,
    isArray: true,
    example: statDimensions,
    description: 'Values that `by` of GET /stats accepts',
  })
  by!: StatDimension[];

  @ApiProperty({
    type: 'integer',
    example: MOST_WINDOW_MS,
    description: 'Longest `window` of GET /stats in ms',
  })
  max_window_ms!: number;
}

/** The parts of this installation that not every one has. */
export class CapabilitiesDto {
  @ApiProperty({ example: '0.2.0', description: 'Version of this API process' })
  version!: string;

  @ApiProperty({ type: HistoryCapabilityDto })
  history!: HistoryCapabilityDto;

  @ApiProperty({ type: StatsCapabilityDto })
  stats!: StatsCapabilityDto;

  @NullableField.text({
    example: 'https://jaeger.example.com/trace/{trace_id}',
    description: 'TRACE_URL: address of a trace, with {trace_id} in place of its ID; null if it is not set',
  })
  trace_url!: string | null;

  static of(hasHistory: boolean, traceUrl: string | undefined): CapabilitiesDto {
    return {
      version,
      trace_url: traceUrl ?? null,
      history: { enabled: hasHistory },
      stats: {
        by: hasHistory ? [...statDimensions] : ['queue', 'all'],
        max_window_ms: hasHistory ? MOST_WINDOW_MS : BROKER_WINDOW_MS,
      },
    };
  }
}
