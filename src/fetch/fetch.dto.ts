import { ApiProperty } from '@nestjs/swagger';
import { IsUrl, Length } from 'class-validator';

/** What is fetched: the query of POST /fetch and the payload of `fetch.store`. */
export class FetchPayload {
  @ApiProperty({ format: 'uri', maxLength: 2_048, example: 'https://example.com/data.json' })
  @Length(1, 2_048)
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: 'url must be an absolute http:// or https:// URL without user and password' },
  )
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
