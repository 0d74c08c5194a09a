WITH selected AS (
    SELECT c.conversation_id FROM conversations c
    WHERE c.project = $1
      AND list_contains(c.environments, $4)
),
facts AS (
    SELECT
        0 AS bucket,
        f.user_id AS who,
        CASE WHEN f.conversation_id IN (SELECT k.conversation_id FROM conversations k WHERE k.project = $1)
            THEN f.conversation_id ELSE '' END AS conversation,
        TRUE AS counted,
        f.conversation_id <> '' AS met
    FROM conversions f
    WHERE f.project = $1
      AND f.dated_at >= $2
      AND f.dated_at < $3
      AND (f.conversation_id IN (SELECT s.conversation_id FROM selected s) OR (f.conversation_id = '' AND f.environment = $5))
),
per_user AS (
    SELECT bucket, who,
        count(*) FILTER (WHERE counted) AS n,
        count(*) FILTER (WHERE met) AS k,
        count(*) FILTER (WHERE met) AS met,
        0 AS squares,
        0 AS unsettled
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
),
matched AS (
    SELECT bucket, count(DISTINCT conversation) AS matches
    FROM facts
    WHERE met AND conversation <> ''
    GROUP BY bucket
)
SELECT bucket,
    CAST(c.n AS BIGINT), CAST(c.k AS BIGINT), CAST(coalesce(m.matches, 0) AS BIGINT), c.users,
    c.n2, c.kn, c.k2, CAST(0 AS DOUBLE), CAST(c.squares AS DOUBLE), CAST(c.unsettled AS BIGINT), NULL
FROM cells c
LEFT JOIN matched m USING (bucket)
ORDER BY bucket
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
-- $4 = production
-- $5 = production
