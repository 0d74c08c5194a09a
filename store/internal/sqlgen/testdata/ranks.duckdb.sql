WITH facts AS (
    SELECT
        f.model AS g1,
        0 AS bucket,
        f.user_id AS who,
        f.conversation_id AS conversation,
        TRUE AS counted,
        f.latency_ms IS NOT NULL AS met,
        f.latency_ms AS x
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $3
      AND f.latency_ms IS NOT NULL
),
wanted AS (
    SELECT
        unnest($4::VARCHAR[]) AS g1,
        unnest($5::BIGINT[]) AS bucket,
        unnest($6::BIGINT[]) AS place,
        unnest($7::BIGINT[]) AS number
),
ranked AS (
    SELECT g1, bucket, x, row_number() OVER (PARTITION BY g1, bucket ORDER BY x) AS place
    FROM facts
    WHERE counted
)
SELECT number, x
FROM ranked JOIN wanted USING (g1, bucket, place)
ORDER BY number
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
-- $4 = [m m]
-- $5 = [0 0]
-- $6 = [3 9]
-- $7 = [0 1]
