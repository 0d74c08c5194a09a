WITH selected AS (
    SELECT c.conversation_id FROM conversations c
    WHERE c.project = $1
      AND len(list_filter(c.languages, lambda x: (x <> '' AND x IN ($4, $5)))) > 0
),
facts AS (
    SELECT
        f.model AS g1,
        0 AS bucket,
        f.user_id AS who,
        f.conversation_id AS conversation,
        TRUE AS counted,
        (f.answered AND f.latency_ms IS NOT NULL) AS met,
        f.latency_ms AS x
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $3
      AND f.conversation_id IN (SELECT s.conversation_id FROM selected s)
      AND (f.answered AND f.latency_ms IS NOT NULL)
),
quantiles AS (
    SELECT g1, bucket, quantile_disc(x, $6) AS value
    FROM facts
    WHERE counted
    GROUP BY g1, bucket
),
per_user AS (
    SELECT g1, bucket, who,
        count(*) FILTER (WHERE counted) AS n,
        count(*) FILTER (WHERE counted AND x <= value) AS k,
        count(*) FILTER (WHERE met) AS met,
        0 AS squares,
        0 AS unsettled
    FROM facts LEFT JOIN quantiles USING (g1, bucket)
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
    CAST(c.n AS BIGINT), CAST(c.k AS BIGINT), CAST(coalesce(m.matches, 0) AS BIGINT), c.users,
    c.n2, c.kn, c.k2, CAST(0 AS DOUBLE), CAST(c.squares AS DOUBLE), CAST(c.unsettled AS BIGINT), v.value
FROM cells c
LEFT JOIN matched m USING (g1, bucket)
LEFT JOIN quantiles v USING (g1, bucket)
ORDER BY bucket, g1
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
-- $4 = en
-- $5 = fr
-- $6 = 0.8999999999991001
