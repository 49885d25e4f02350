-- Final tasks with the numbers $1 to $2 (exclusive) of $3, spread evenly over the $4 ms before $5 (ms since 1970). Each
-- depends on its number alone. 20 task types in 5 queues, 4 % failures with some hundred fingerprints, 3 % revoked.
INSERT INTO task (
  id, name, queue, status, tags, priority, worker, version, submitted_by, parent_id, root_id, workflow_id, step, attempt,
  max_attempts, crashes, created_at, started_at, finished_at, run_ms, wait_ms, error_type, error_message,
  error_fingerprint, revoke_reason, payload, result, rest
)
SELECT
  id, name, queue, status, tags,
  CASE WHEN r3 % 20 = 0 THEN 'high' WHEN r3 % 20 = 1 THEN 'low' ELSE 'normal' END,
  'w' || r1 % 12 || '@host-' || r1 % 6,
  '2026.' || month || '.' || r1 % 3,
  CASE WHEN r3 % 5 = 0 THEN NULL ELSE 'key-' || r3 % 15 END,
  CASE WHEN r2 % 6 = 0 THEN workflow END,
  CASE WHEN r2 % 6 = 0 THEN workflow END,
  CASE WHEN r2 % 6 = 1 THEN workflow END,
  CASE WHEN r2 % 6 = 1 THEN 'step-' || r2 / 6 % 8 END,
  CASE status WHEN 'FAILURE' THEN 3 WHEN 'REVOKED' THEN 0 ELSE 1 END,
  3,
  0,
  to_timestamp(ms / 1000.0),
  CASE WHEN status <> 'REVOKED' THEN to_timestamp((ms + wait_ms) / 1000.0) END,
  to_timestamp((ms + wait_ms + run_ms) / 1000.0),
  CASE WHEN status <> 'REVOKED' THEN run_ms END,
  CASE WHEN status <> 'REVOKED' THEN wait_ms END,
  CASE WHEN status = 'FAILURE' THEN error_type END,
  CASE WHEN status = 'FAILURE' THEN
    (ARRAY['Request to ' || url || ' timed out after %s ms', 'connect ECONNREFUSED 10.0.%s.7:443',
      'Unexpected status %s of ' || url, 'Mailbox of customer %s is full', 'The order has no item %s'])[1 + r4 % 5]
      || ' (rule ' || r4 % 20 || ')' END,
  CASE WHEN status = 'FAILURE' THEN left(md5(type || error_type || r4 % 20), 16) END,
  CASE WHEN status = 'REVOKED' THEN 'expired' END,
  CASE type % 4
    WHEN 0 THEN jsonb_build_object('url', url, 'method', 'GET', 'headers', jsonb_build_object('accept', 'text/html'),
      'customer', customer, 'timeout_ms', 10000, 'follow_redirects', true)
    WHEN 1 THEN jsonb_build_object('to', 'user' || r2 % 500000 || '@mail' || r2 % 300 || '.example.net', 'template',
      'template-' || r3 % 40, 'customer', customer, 'variables',
      jsonb_build_object('order_id', 'ORD-' || r4 % 1000000, 'locale', 'en-GB', 'name', 'Person ' || r2 % 500000))
    WHEN 2 THEN jsonb_build_object('order', jsonb_build_object('id', 'ORD-' || r4 % 1000000, 'currency', 'EUR', 'items',
      jsonb_build_array(
        jsonb_build_object('sku', 'SKU-' || r2 % 20000, 'quantity', 1 + r1 % 4, 'price', round(r3 % 10000 / 100.0, 2)),
        jsonb_build_object('sku', 'SKU-' || r4 % 20000, 'quantity', 1, 'price', round(r2 % 10000 / 100.0, 2)))),
      'customer', customer)
    ELSE jsonb_build_object('path', '/data/' || month || '/' || left(md5(n::text), 12) || '.bin', 'width', r1 % 4000,
      'height', r2 % 4000, 'formats', '["webp", "avif"]'::jsonb, 'customer', customer)
  END,
  CASE WHEN status = 'SUCCESS' THEN
    CASE type % 4
      WHEN 0 THEN jsonb_build_object('status_code', (ARRAY[200, 200, 200, 301, 404])[1 + r3 % 5], 'bytes', r4 % 200000,
        'content_type', 'text/html; charset=utf-8', 'sha256', md5(n::text))
      WHEN 1 THEN jsonb_build_object('message_id', '<' || md5(n::text) || '@mail.example.net>', 'accepted', true)
      WHEN 2 THEN to_jsonb(round(r3 % 10000 / 100.0, 2))
      ELSE jsonb_build_object('written', 2, 'bytes', r4 % 2000000)
    END
  END,
  CASE WHEN status = 'FAILURE' THEN jsonb_build_object(
    'errorStack', 'Error: it failed' || repeat(E'\n    at run (file:///app/dist/task.js:10:5)', 4),
    'errors', jsonb_build_array(jsonb_build_object('attempt', 1, 'worker', 'w1', 'type', error_type, 'message', 'it failed',
      'started_at', '2026-11-01T10:00:00.000Z', 'ended_at', '2026-11-01T10:00:01.000Z')))
  END
FROM (
  SELECT *,
    CASE WHEN type < 16 THEN (ARRAY['fetch', 'email', 'orders', 'images'])[1 + type % 4] ELSE 'bulk' END AS queue,
    (ARRAY['fetch.page', 'email.send', 'orders.place', 'images.resize', 'fetch.robots', 'email.digest', 'orders.refund',
      'images.archive', 'fetch.feed', 'email.invite', 'orders.invoice', 'images.scan', 'fetch.image', 'email.remind',
      'orders.export', 'images.tile', 'fetch.sitemap', 'email.receipt', 'orders.import', 'images.merge'])[1 + type] AS name,
    'https://www.shop' || r2 % 5000 || '.example.' || (ARRAY['com', 'org', 'net', 'io'])[1 + r2 % 4] || '/products/' ||
      r4 % 100000 || '?page=' || r3 % 30 AS url,
    jsonb_build_object('id', r2 % 200000, 'plan', (ARRAY['free', 'team', 'business'])[1 + r2 % 3], 'address',
      jsonb_build_object('country', (ARRAY['DE', 'FR', 'US', 'GB', 'JP'])[1 + r3 % 5], 'city', 'City ' || r2 % 900)) AS customer,
    CASE WHEN r1 % 100 < 4 THEN 'FAILURE' WHEN r1 % 100 < 7 THEN 'REVOKED' ELSE 'SUCCESS' END AS status,
    CASE r3 % 4 WHEN 0 THEN ARRAY[]::text[] WHEN 1 THEN ARRAY['tenant-' || r2 % 2000]
      ELSE ARRAY['tenant-' || r2 % 2000, 'campaign-' || r4 % 200] END AS tags,
    (ARRAY['TimeoutError', 'FetchError', 'RangeError', 'SmtpError'])[1 + r4 % 4] AS error_type,
    (exp(r2 % 1000 / 100.0))::bigint AS run_ms,
    (exp(r3 % 1000 / 125.0))::bigint AS wait_ms,
    to_char(to_timestamp(ms / 1000.0), 'MM') AS month,
    (lpad(to_hex(ms), 12, '0') || '7' || left(md5(n::text), 3) || '8' || left(md5(n::text || 'b'), 15))::uuid AS id,
    (lpad(to_hex(ms - 500), 12, '0') || '7' || left(md5((n / 40)::text), 3) || '8' || left(md5((n / 40)::text), 15))::uuid
      AS workflow
  FROM (
    SELECT n, $5::bigint - $4::bigint + n * $4::bigint / $3::bigint AS ms,
      (hashint8extended(n, 0) & 15) + (hashint8extended(n, 7) & 3) + (hashint8extended(n, 8) & 1) AS type,
      hashint8extended(n, 1) & 1073741823 AS r1, hashint8extended(n, 2) & 1073741823 AS r2,
      hashint8extended(n, 3) & 1073741823 AS r3, hashint8extended(n, 4) & 1073741823 AS r4
    FROM generate_series($1::bigint, $2::bigint - 1) AS n
  ) numbered
) drawn
