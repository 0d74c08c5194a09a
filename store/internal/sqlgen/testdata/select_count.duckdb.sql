WITH facts AS (
    SELECT
        0 AS bucket,
        f.user_id AS who,
        f.conversation_id AS conversation,
        f.prompts > 0 AS counted,
        f.settled,
        f.prompts > 0 AS met
    FROM conversations f
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $3
      AND (f.prompts > 0 OR NOT f.settled)
),
per_user AS (
    SELECT bucket, who,
        count(*) FILTER (WHERE counted) AS n,
        count(*) FILTER (WHERE met) AS k,
        count(*) FILTER (WHERE met) AS met,
        0 AS squares,
        count(*) FILTER (WHERE NOT settled) AS unsettled
    FROM facts
    GROUP BY bucket, who
),
cells AS (
    SELECT bucket,
        sum(n) AS n, sum(k) AS k, sum(met) AS met,
        count(*) FILTER (WHERE n > 0) AS users,
        count(*) FILTER (WHERE n > 0 AND who <> '') AS known,
        sum(CAST(n AS DOUBLE) * n) AS n2, sum(CAST(k AS DOUBLE) * n) AS kn, sum(CAST(k AS DOUBLE) * k) AS k2,
        sum(squares) AS squares, sum(unsettled) AS unsettled
    FROM per_user
    GROUP BY bucket
)
SELECT bucket,
    CAST(c.n AS BIGINT), CAST(c.k AS BIGINT), CAST(c.met AS BIGINT), c.users,
    c.n2, c.kn, c.k2, CAST(0 AS DOUBLE), CAST(c.squares AS DOUBLE), CAST(c.unsettled AS BIGINT), NULL
FROM cells c
ORDER BY bucket
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
