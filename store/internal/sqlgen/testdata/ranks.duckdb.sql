WITH facts AS (
    SELECT
        f.model AS g1,
        0 AS part,
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
        unnest($5::BIGINT[]) AS part,
        unnest($6::BIGINT[]) AS place,
        unnest($7::BIGINT[]) AS number
),
equals AS (
    SELECT g1, part, latency_ms, count(*) AS n
    FROM facts
    GROUP BY g1, part, latency_ms
),
ranked AS (
    SELECT g1, part, latency_ms, n, sum(n) OVER (PARTITION BY g1, part ORDER BY latency_ms ROWS UNBOUNDED PRECEDING) AS upto
    FROM equals
)
SELECT number, latency_ms
FROM ranked JOIN wanted USING (g1, part)
WHERE place > upto - n AND place <= upto
ORDER BY number
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
-- $4 = [m m]
-- $5 = [0 0]
-- $6 = [3 9]
-- $7 = [0 1]
