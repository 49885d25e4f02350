import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Length, Max, Min } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../../src/core/index.js';
import { IsDestination } from '../../../src/platform/outbound/addresses/is-destination.js';
import { IMAGES } from './images.queue.js';
import { RemoteImages } from './remote-images.js';
import { scale } from './scale.js';

export class ThumbnailPayload {
  @ApiProperty({ format: 'uri', maxLength: 2_048, example: 'https://example.com/cat.png' })
  @Length(1, 2_048)
  @IsDestination()
  image!: string;

  @ApiProperty({ type: 'integer', minimum: 16, maximum: 640, example: 320, description: 'In pixels' })
  @IsInt()
  @Min(16)
  @Max(640)
  width!: number;
}

/** An attachment of `notifications.send-email`, so that a workflow passes the results on as they are. */
export class Thumbnail {
  @ApiProperty({ example: 'cat.jpg' })
  filename!: string;

  @ApiProperty({ example: 'image/jpeg' })
  content_type!: string;

  @ApiProperty({ format: 'byte', description: 'JPEG in base64' })
  content!: string;
}

/** Makes a thumbnail of an image on the web. It computes, so it runs in a thread. Safe to repeat: it only reads. */
@Task({
  name: 'images.thumbnail',
  summary: 'Make a thumbnail of an image on the web',
  queue: IMAGES,
  payload: ThumbnailPayload,
  result: Thumbnail,
  example: { image: 'https://example.com/cat.png', width: 320 },
  isolation: 'thread',
  timeoutMs: 60_000,
})
export class ThumbnailTask implements TaskHandler<ThumbnailPayload, Thumbnail> {
  constructor(private readonly images: RemoteImages) {}

  async run({ image, width }: ThumbnailPayload, { signal }: TaskContext): Promise<Thumbnail> {
    const file = await this.images.load(image, signal);
    const jpeg = await scale(file, width);
    return { filename: nameOf(image), content_type: 'image/jpeg', content: jpeg.toString('base64') };
  }
}

/** `https://example.com/pictures/cat.png?v=2` becomes `cat.jpg`. */
function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  const stem = last.replace(/\.[a-z]{3,4}$/i, '').replaceAll(/[^\w-]/g, '-');
  return `${stem.slice(0, 100) || 'image'}.jpg`;
}
