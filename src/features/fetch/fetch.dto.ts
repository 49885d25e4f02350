import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length, Matches, Min } from 'class-validator';
import { IsDestination } from '../../platform/outbound/addresses/is-destination.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { IsListOf } from '../../platform/validation/rules/is-list-of.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';
import { HasFetchHeaders, fetchHeaderNames } from './fetch-headers.js';
import { NullableField, OptionalField } from '../../api/schema/fields.js';

const HOUR_MS = 3_600_000;

const urlSchema = {
  format: 'uri',
  minLength: 1,
  maxLength: 2_048,
  example: 'https://example.com/data.json',
  description: 'An absolute http:// or https:// URL with a public address',
} as const;

/** Optional settings of a fetch. */
class FetchChoices {
  @OptionalField.oneOf(['GET', 'HEAD'], {
    default: 'GET',
    description: 'HEAD: the result has the status and headers but no body',
  })
  method?: 'GET' | 'HEAD';

  @ApiPropertyOptional({
    type: 'object',
    properties: Object.fromEntries(
      fetchHeaderNames.map((name) => [name, { type: 'string', minLength: 1, maxLength: 1_024 }]),
    ),
    additionalProperties: false,
    example: { 'accept-language': 'de' },
    description:
      'Request headers, only from this list; upper case is accepted too. A redirect to another origin drops `referer`',
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
    description: 'Accepted media types: sent as Accept; a response of another type is a final FAILURE',
  })
  @IsOptional()
  @IsListOf(20, { min: 1 })
  @Length(1, 127, { each: true })
  @Matches(/^([\w.+-]+\/([\w.+-]+|\*)|\*\/\*)$/, {
    each: true,
    message: 'each of accept must be a media type such as application/json, text/* or */*',
  })
  accept?: string[];

  @LimitMs('Time limit for DNS, TCP and TLS of one connection; at most FETCH_CONNECT_TIMEOUT_MS', 5_000)
  connect_timeout_ms?: number;

  @LimitMs(
    'Time limit for the response headers once the request is sent; at most FETCH_FIRST_BYTE_TIMEOUT_MS',
    10_000,
  )
  first_byte_timeout_ms?: number;

  @LimitMs('Time limit of a whole attempt, redirects included; at most FETCH_TIMEOUT_MS', 20_000)
  total_timeout_ms?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 1_048_576,
    description:
      'Size limit of the decompressed body; at most FETCH_MAX_BYTES. A larger body is a final FAILURE',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  max_bytes?: number;

  @OptionalField.integer(0, YEAR_MS, {
    example: 60_000,
    description:
      'Maximum age of a cached response; default FETCH_CACHE_TTL_MS. 0 always contacts the origin, with the ETag and ' +
      'Last-Modified of the cached response',
  })
  cache_ttl_ms?: number;
}

/** The payload of `fetch.store`: the URL and its settings. */
export class FetchPayload extends FetchChoices {
  @ApiProperty(urlSchema)
  @Length(1, 2_048)
  @IsDestination()
  url!: string;
}

/** The query of POST /fetch. */
export class FetchQuery {
  @ApiPropertyOptional({ ...urlSchema, description: `${urlSchema.description}; in the query or in the body` })
  @IsOptional()
  @Length(1, 2_048)
  @IsDestination()
  url?: string;
}

/** The body of POST /fetch: the payload, but the URL may be in the query instead. */
export class FetchBody extends FetchChoices {
  @ApiPropertyOptional({ ...urlSchema, description: `${urlSchema.description}; in the body or in the query` })
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
    description: 'The body: parsed JSON, text as a string, anything else in base64; null after HEAD',
  })
  data?: unknown;

  @ApiPropertyOptional({
    format: 'uri-reference',
    example: '/fetch/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e/body',
    description: 'Instead of `data` for a body over 256 KiB: the URL to read it from',
  })
  body_url?: string;

  @ApiProperty({
    enum: ['json', 'text', 'base64', null],
    nullable: true,
    example: 'json',
    description: 'Encoding of the body in `data`; null if it is not there',
  })
  encoding!: 'json' | 'text' | 'base64' | null;

  @NullableField.text({ example: 'application/json' })
  content_type!: string | null;

  @NullableField.text({
    example: 'utf-8',
    description: 'Charset that the text in `data` was decoded from; null if it is not text',
  })
  charset!: string | null;

  @ApiProperty({ type: 'integer', minimum: 200, maximum: 299, example: 200 })
  status_code!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { etag: '"33a64df5"', 'last-modified': 'Tue, 24 Nov 2026 08:00:00 GMT' },
    description: 'Response headers with lower-case names; never cookies',
  })
  headers!: Record<string, string>;

  @ApiProperty({
    format: 'uri',
    example: 'https://example.com/data.json',
    description: 'URL after redirects',
  })
  final_url!: string;

  @ApiProperty({ type: 'integer', example: 17, description: 'Size of the decompressed body' })
  bytes!: number;

  @NullableField.text({
    example: '93a23971a914e5eacbf0a8d25154cda309c3c1c72fbb9914d47c60f3cb681588',
    description: 'SHA-256 of the decompressed body in hex; null after HEAD',
  })
  sha256!: string | null;

  @ApiProperty({
    example: false,
    description: 'True if the body came from the cache and was not transferred',
  })
  from_cache!: boolean;

  @ApiProperty({
    example: false,
    description: 'True if the origin confirmed that the cached body is still valid',
  })
  revalidated!: boolean;
}

function LimitMs(description: string, example: number): PropertyDecorator {
  return OptionalField.integer(1, HOUR_MS, { example, description });
}
