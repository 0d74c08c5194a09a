WITH facts AS (
    SELECT
        coalesce(d1.text, '') AS g1,
        0 AS bucket,
        f.user_id AS who,
        f.conversation_id AS conversation,
        TRUE AS counted,
        f.value IS NOT NULL AS met,
        f.value AS x
    FROM ratings f
    LEFT JOIN traits d1 ON d1.project = f.project AND NOT d1.account AND d1.owner = f.user_id AND d1.name = $2
    WHERE f.project = $1
      AND f.dated_at >= $3
      AND f.dated_at < $4
      AND f.value IS NOT NULL
),
per_user AS (
    SELECT g1, bucket, who,
        count(*) FILTER (WHERE counted) AS n,
        coalesce(sum(x) FILTER (WHERE counted), 0) AS k,
        count(*) FILTER (WHERE met) AS met,
        coalesce(sum(x * x) FILTER (WHERE counted), 0) AS squares,
        0 AS unsettled
    FROM facts
    GROUP BY g1, bucket, who
),
cells AS (
    SELECT g1, bucket,
        sum(n) AS n, sum(k) AS k, sum(met) AS met,
        count(*) FILTER (WHERE n > 0) AS users,
        count(*) FILTER (WHERE n > 0 AND who <> '') AS known,
        sum(CAST(n AS DOUBLE) * n) AS n2, sum(CAST(k AS DOUBLE) * n) AS kn, sum(CAST(k AS DOUBLE) * k) AS k2,
        sum(squares) AS squares, sum(unsettled) AS unsettled
    FROM per_user
    GROUP BY g1, bucket
),
matched AS (
    SELECT g1, bucket, count(DISTINCT conversation) AS matches
    FROM facts
    WHERE met AND conversation <> ''
    GROUP BY g1, bucket
)
SELECT g1, bucket,
    CAST(c.n AS BIGINT), CAST(0 AS BIGINT), CAST(coalesce(m.matches, 0) AS BIGINT), c.users,
    c.n2, c.kn, c.k2, CAST(c.k AS DOUBLE), CAST(c.squares AS DOUBLE), CAST(c.unsettled AS BIGINT), NULL
FROM cells c
LEFT JOIN matched m USING (g1, bucket)
ORDER BY bucket, g1
-- $1 = p
-- $2 = role
-- $3 = 2026-10-24T00:00:00Z
-- $4 = 2026-10-27T00:00:00Z
