WITH seen AS (
    SELECT
        e.project, e.conversation_id, e.occurred_at, e.session_id,
        e.agent_id AS agent, e.version, e.model, e.account_id AS account,
        coalesce(nullif(CASE WHEN json_type(e.properties, $2) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ELSE json_extract_string(e.properties, $2) END, ''), $3) AS environment,
        CASE WHEN e.user_id <> '' THEN e.user_id ELSE coalesce(i.user_id, e.anonymous_id) END AS user_id,
        (e.user_id <> '' OR i.user_id IS NOT NULL) AS identified
    FROM events e
    LEFT JOIN identities i ON i.project = e.project AND i.anonymous_id = e.anonymous_id AND e.anonymous_id <> ''
    WHERE e.project = $1
),
facts AS (
    SELECT
        0 AS bucket,
        f.user_id AS who,
        CASE WHEN f.conversation_id IN (SELECT k.conversation_id FROM conversations k WHERE k.project = $1)
            THEN f.conversation_id ELSE '' END AS conversation,
        TRUE AS counted,
        f.identified AS met
    FROM seen f
    WHERE f.project = $1
      AND f.occurred_at >= $4
      AND f.occurred_at < $5
      AND (f.environment = $6
        AND f.account IN (
            SELECT p.owner FROM traits p
            WHERE p.project = $1 AND p.account AND p.name = $7
              AND p.number > $8
        ))
      AND f.identified
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
    CAST(c.known AS BIGINT), CAST(0 AS BIGINT), CAST(coalesce(m.matches, 0) AS BIGINT), c.known,
    c.n2, c.kn, c.k2, CAST(0 AS DOUBLE), CAST(c.squares AS DOUBLE), CAST(c.unsettled AS BIGINT), NULL
FROM cells c
LEFT JOIN matched m USING (bucket)
ORDER BY bucket
-- $1 = p
-- $2 = /environment
-- $3 = production
-- $4 = 2026-10-24T00:00:00Z
-- $5 = 2026-10-27T00:00:00Z
-- $6 = production
-- $7 = seats
-- $8 = 10
