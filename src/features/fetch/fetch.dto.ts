import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Length, Matches, Max, Min } from 'class-validator';
import { IsDestination } from '../../platform/outbound/addresses/is-destination.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { IsListOf } from '../../platform/validation/rules/is-list-of.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';
import { HasFetchHeaders, fetchHeaderNames } from './fetch-headers.js';

const HOUR_MS = 3_600_000;

const urlSchema = {
  format: 'uri',
  minLength: 1,
  maxLength: 2_048,
  example: 'https://example.com/data.json',
  description: 'an absolute http:// or https:// URL, at a public address',
} as const;

/** How something is fetched: all of it optional. */
class FetchChoices {
  @ApiPropertyOptional({
    enum: ['GET', 'HEAD'],
    default: 'GET',
    description: 'HEAD: the result has status and headers, and no body',
  })
  @IsOptional()
  @IsIn(['GET', 'HEAD'])
  method?: 'GET' | 'HEAD';

  @ApiPropertyOptional({
    type: 'object',
    properties: Object.fromEntries(
      fetchHeaderNames.map((name) => [name, { type: 'string', minLength: 1, maxLength: 1_024 }]),
    ),
    additionalProperties: false,
    example: { 'accept-language': 'de' },
    description:
      'headers of the request, out of this list; upper case is taken too. A redirect to another origin gets ' +
      'no `referer`',
  })
  @IsOptional()
  @HasFetchHeaders()
  headers?: Record<string, string>;

  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    maxItems: 20,
    items: { type: 'string', maxLength: 127, pattern: '^([\\w.+-]+/([\\w.+-]+|\\*)|\\*/\\*)$' },
    example: ['application/json', 'text/*'],
    description:
      'media types that are wanted: sent as Accept, and a response of another type is a final FAILURE',
  })
  @IsOptional()
  @IsListOf(20, { min: 1 })
  @Length(1, 127, { each: true })
  @Matches(/^([\w.+-]+\/([\w.+-]+|\*)|\*\/\*)$/, {
    each: true,
    message: 'each of accept must be a media type such as application/json, text/* or */*',
  })
  accept?: string[];

  @LimitMs('longest wait for name, TCP and TLS of one connection, within FETCH_CONNECT_TIMEOUT_MS', 5_000)
  connect_timeout_ms?: number;

  @LimitMs(
    'longest wait for the header of a response, once the request is sent, within FETCH_FIRST_BYTE_TIMEOUT_MS',
    10_000,
  )
  first_byte_timeout_ms?: number;

  @LimitMs('limit of a whole attempt, redirects included, within FETCH_TIMEOUT_MS', 20_000)
  total_timeout_ms?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 1_048_576,
    description: 'largest body, counted after decompression, within FETCH_MAX_BYTES; more is a final FAILURE',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  max_bytes?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: YEAR_MS,
    example: 60_000,
    description:
      'how old an answer from the cache may be; default FETCH_CACHE_TTL_MS. 0: the origin is always asked, with ' +
      'ETag and Last-Modified of what is there',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(YEAR_MS)
  cache_ttl_ms?: number;
}

/** What is fetched, and how: the payload of `fetch.store`. */
export class FetchPayload extends FetchChoices {
  @ApiProperty(urlSchema)
  @Length(1, 2_048)
  @IsDestination()
  url!: string;
}

/** The query of POST /fetch. */
export class FetchQuery {
  @ApiPropertyOptional({ ...urlSchema, description: `${urlSchema.description}; here, or in the body` })
  @IsOptional()
  @Length(1, 2_048)
  @IsDestination()
  url?: string;
}

/** The body of POST /fetch: the same as the payload, but the URL may stand in the query. */
export class FetchBody extends FetchChoices {
  @ApiPropertyOptional({ ...urlSchema, description: `${urlSchema.description}; here, or in the query` })
  @IsOptional()
  @Length(1, 2_048)
  @IsDestination()
  url?: string;
}

export class FetchSubmittedDto {
  @ApiProperty({ format: 'uuid', example: '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e' })
  task_id!: string;
}

/** The result of `fetch.store`. */
export class FetchedDto {
  @ApiProperty({ enum: ['complete'], example: 'complete' })
  status!: 'complete';

  @ApiPropertyOptional({
    type: Object,
    nullable: true,
    example: { hello: 'world' },
    description: 'the body: JSON parsed, text as text, anything else in base64; null after HEAD',
  })
  data?: unknown;

  @ApiPropertyOptional({
    format: 'uri-reference',
    example: '/fetch/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e/body',
    description: 'instead of `data`, for a body over 256 KiB: where it can be read',
  })
  body_url?: string;

  @ApiProperty({
    enum: ['json', 'text', 'base64', null],
    nullable: true,
    example: 'json',
    description: 'how `data` carries the body; null where it does not',
  })
  encoding!: 'json' | 'text' | 'base64' | null;

  @ApiProperty({ type: String, nullable: true, example: 'application/json' })
  content_type!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'utf-8',
    description: 'what the text in `data` was decoded from; null for what is no text',
  })
  charset!: string | null;

  @ApiProperty({ type: 'integer', minimum: 200, maximum: 299, example: 200 })
  status_code!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { etag: '"33a64df5"', 'last-modified': 'Tue, 24 Nov 2026 08:00:00 GMT' },
    description: 'what the response said of itself, names in lower case; never cookies',
  })
  headers!: Record<string, string>;

  @ApiProperty({ format: 'uri', example: 'https://example.com/data.json', description: 'after redirects' })
  final_url!: string;

  @ApiProperty({ type: 'integer', example: 17, description: 'size of the body after decompression' })
  bytes!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '93a23971a914e5eacbf0a8d25154cda309c3c1c72fbb9914d47c60f3cb681588',
    description: 'SHA-256 of the body after decompression, in hex; null after HEAD',
  })
  sha256!: string | null;

  @ApiProperty({ example: false, description: 'true: the body was not transferred, it was in the cache' })
  from_cache!: boolean;

  @ApiProperty({
    example: false,
    description: 'true: the origin was asked, and said that the cached body still holds',
  })
  revalidated!: boolean;
}

function LimitMs(description: string, example: number): PropertyDecorator {
  const decorators = [
    ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: HOUR_MS, example, description }),
    IsOptional(),
    IsSafeInteger(),
    Min(1),
    Max(HOUR_MS),
  ];
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}
