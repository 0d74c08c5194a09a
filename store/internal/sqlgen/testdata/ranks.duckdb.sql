WITH facts AS (
    SELECT
        f.model AS g1,
        0 AS span,
        0 AS bucket,
        f.latency_ms AS latency_ms
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $3
      AND f.latency_ms IS NOT NULL
),
wanted AS (
    SELECT
        unnest($4::VARCHAR[]) AS g1,
        unnest($5::BIGINT[]) AS span,
        unnest($6::BIGINT[]) AS bucket,
        unnest($7::BIGINT[]) AS place,
        unnest($8::BIGINT[]) AS number
),
equals AS (
    SELECT g1, span, bucket, latency_ms, count(*) AS n
    FROM facts
    GROUP BY g1, span, bucket, latency_ms
),
ranked AS (
    SELECT g1, span, bucket, latency_ms, n, sum(n) OVER (PARTITION BY g1, span, bucket ORDER BY latency_ms ROWS UNBOUNDED PRECEDING) AS upto
    FROM equals
)
SELECT number, latency_ms
FROM ranked JOIN wanted USING (g1, span, bucket)
WHERE place > upto - n AND place <= upto
ORDER BY number
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
-- $4 = [m m]
-- $5 = [0 0]
-- $6 = [0 0]
-- $7 = [3 9]
-- $8 = [0 1]
