WITH seen AS (
    SELECT
        e.project, e.event_id, e.conversation_id, e.kind, e.occurred_at, e.session_id,
        e.agent_id AS agent, e.version, e.model, e.account_id AS account, e.environment,
        CASE WHEN e.user_id <> '' THEN e.user_id ELSE coalesce(i.user_id, e.anonymous_id) END AS user_id,
        (e.user_id <> '' OR i.user_id IS NOT NULL) AS identified
    FROM events e
    LEFT JOIN identities i ON i.project = e.project AND i.anonymous_id = e.anonymous_id AND i.anonymous_id <> ''
    WHERE e.project = $1
),
facts AS (
    SELECT
        0 AS part,
        CASE WHEN f.user_id = '' THEN 0 ELSE hash(f.user_id) END AS who,
        f.identified AS is_identified
    FROM seen f
    WHERE f.project = $1
      AND f.occurred_at >= $2
      AND f.occurred_at < $3
      AND (f.environment = $4
        AND f.account IN (
            SELECT p.owner FROM traits p
            WHERE p.project = $1 AND p.account AND p.name = $5
              AND p.number > $6
        ))
      AND f.identified
),
per_user AS (
    SELECT
        part, who,
        CAST(count(CASE WHEN is_identified THEN 1 END) AS DOUBLE) AS rows_identified
    FROM facts
    GROUP BY part, who
),
cells AS (
    SELECT
        part,
        sum(rows_identified) AS rows_identified,
        count(CASE WHEN rows_identified > 0 AND who <> 0 THEN 1 END) AS known_identified
    FROM per_user
    GROUP BY part
)
SELECT part,
    CAST(rows_identified AS DOUBLE),
    CAST(known_identified AS DOUBLE)
FROM cells
ORDER BY part
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
-- $4 = production
-- $5 = seats
-- $6 = 10
