WITH askers AS (
    SELECT DISTINCT 0 AS span, f.user_id
    FROM turns f
    WHERE f.project = $1
      AND f.asked
      AND f.started_at >= $2
      AND f.started_at < $3
),
seen AS (
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
        (f.event_id IN (
          SELECT v.event_id FROM conversions v WHERE v.project = $1
      ) AND (f.user_id <> '' AND a.user_id IS NULL)) AS is_conversion_and_not_asked,
        ((f.user_id <> '' AND a.user_id IS NULL)) AS is_not_asked
    FROM seen f
    LEFT JOIN askers a ON a.user_id = f.user_id AND a.span = 0
    WHERE f.project = $1
      AND f.occurred_at >= $2
      AND f.occurred_at < $3
      AND ((f.user_id <> '' AND a.user_id IS NULL))
),
per_user AS (
    SELECT
        part, who,
        CAST(count(CASE WHEN is_not_asked THEN 1 END) AS DOUBLE) AS rows_not_asked,
        CAST(count(CASE WHEN is_conversion_and_not_asked THEN 1 END) AS DOUBLE) AS rows_conversion_and_not_asked
    FROM facts
    GROUP BY part, who
),
cells AS (
    SELECT
        part,
        sum(rows_not_asked) AS rows_not_asked,
        count(CASE WHEN rows_not_asked > 0 AND who <> 0 THEN 1 END) AS known_not_asked,
        count(CASE WHEN rows_conversion_and_not_asked > 0 AND who <> 0 THEN 1 END) AS known_conversion_and_not_asked
    FROM per_user
    GROUP BY part
)
SELECT part,
    CAST(rows_not_asked AS DOUBLE),
    CAST(known_not_asked AS DOUBLE),
    CAST(known_conversion_and_not_asked AS DOUBLE)
FROM cells
ORDER BY part
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
