import sharp from 'sharp';
import { DiscardTask } from '../../../src/core/index.js';

/** 24 megapixels, 100 MB decoded. A file of 100 kB may claim far more: a decompression bomb. */
const MAX_PIXELS = 24_000_000;
const MAX_SECONDS = 20;

// Only these decoders see bytes from outside. libvips has dozens more, for SVG and PDF among others.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
});
sharp.cache(false); // No image comes twice.
sharp.concurrency(1); // The queue decides how many are scaled at once.

/**
 * Scales an image down to a width, turned as its EXIF data say and without them, as JPEG.
 *
 * @throws DiscardTask if it is no image of a known format, is damaged, or is too large
 */
export async function scale(file: Buffer, width: number): Promise<Buffer> {
  try {
    return await sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .timeout({ seconds: MAX_SECONDS })
      .autoOrient()
      .resize({ width, withoutEnlargement: true })
      .flatten({ background: 'white' })
      .jpeg({ quality: 80 })
      .toBuffer();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DiscardTask(`The image cannot be scaled: ${why}`, { cause: error });
  }
}
