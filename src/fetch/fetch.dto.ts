import { ApiProperty } from '@nestjs/swagger';
import { Length, ValidateBy } from 'class-validator';
import { readDestination } from '../outbound/url-rules.js';

/** What is fetched: the query of POST /fetch and the payload of `fetch.store`. */
export class FetchPayload {
  @ApiProperty({
    format: 'uri',
    maxLength: 2_048,
    example: 'https://example.com/data.json',
    description: 'an absolute http:// or https:// URL, at a public address',
  })
  @Length(1, 2_048)
  @IsDestination()
  url!: string;
}

export class FetchSubmittedDto {
  @ApiProperty({ format: 'uuid', example: '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e' })
  task_id!: string;
}

/** The result of `fetch.store`. */
export class FetchedDto {
  @ApiProperty({ enum: ['complete'], example: 'complete' })
  status!: 'complete';

  @ApiProperty({
    type: Object,
    nullable: true,
    example: { hello: 'world' },
    description: 'JSON parsed, text as text, anything else in base64',
  })
  data!: unknown;

  @ApiProperty({ type: String, nullable: true, example: 'application/json' })
  content_type!: string | null;

  @ApiProperty({ type: 'integer', example: 200 })
  status_code!: number;

  @ApiProperty({ format: 'uri', example: 'https://example.com/data.json', description: 'after redirects' })
  final_url!: string;

  @ApiProperty({ type: 'integer', example: 17, description: 'size of the body after decompression' })
  bytes!: number;
}

/** An absolute http:// or https:// URL, written so that no two parsers disagree on its host. */
function IsDestination(): PropertyDecorator {
  return ValidateBy({
    name: 'isDestination',
    validator: {
      validate: (value) => refusalOf(value) === undefined,
      defaultMessage: (context) => `url: ${refusalOf(context?.value) ?? ''}`,
    },
  });
}

function refusalOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be an absolute http:// or https:// URL';
  try {
    readDestination(value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
