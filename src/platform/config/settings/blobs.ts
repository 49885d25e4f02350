import { boolean, integer, optional, secret, setting, text, url } from '../setting.js';

/** Settings of blob storage: DATA_DIR/blobs or a bucket, and its size limit. */
export const blobSettings = {
  blobsMaxBytes: optional(
    'BLOBS_MAX_BYTES',
    integer(1),
    'maximum total bytes of large bodies, over all tasks; a fetch that exceeds it fails; unset: no limit',
  ),
  blobS3Bucket: optional(
    'BLOB_S3_BUCKET',
    text,
    'bucket for large bodies; unset: files in DATA_DIR/blobs, which all processes must share',
  ),
  blobS3Endpoint: secret(
    optional('BLOB_S3_ENDPOINT', endpoint, 'URL of an S3-compatible server; unset: Amazon S3'),
  ),
  blobS3Region: setting('BLOB_S3_REGION', text, 'us-east-1', 'region of the bucket'),
  blobS3Prefix: setting('BLOB_S3_PREFIX', text, 'celeriac/', 'prefix of the name of every object'),
  blobS3PathStyle: setting(
    'BLOB_S3_PATH_STYLE',
    boolean,
    'true',
    'true: bucket in the path, as most servers expect; false: bucket in the host name',
  ),
  blobS3AccessKeyId: optional(
    'BLOB_S3_ACCESS_KEY_ID',
    text,
    'S3 access key; unset: the AWS SDK finds credentials itself (role, profile)',
  ),
  blobS3SecretAccessKey: secret(
    optional(
      'BLOB_S3_SECRET_ACCESS_KEY',
      text,
      'S3 secret; set it together with BLOB_S3_ACCESS_KEY_ID or not at all',
    ),
  ),
} as const;

/** A login in the URL would have no effect: the keys have their own settings. */
function endpoint(value: string): string {
  const address = url('http', 'https')(value);
  const { username, password } = new URL(address);
  if (username !== '' || password !== '')
    throw new Error('a URL without a user: use BLOB_S3_ACCESS_KEY_ID and BLOB_S3_SECRET_ACCESS_KEY');
  return address;
}
