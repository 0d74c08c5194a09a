WITH facts AS (
    SELECT
        coalesce(d1.source, '') AS name1,
        hash(coalesce(d1.source, '')) AS g1,
        0 AS part,
        f.user_code AS who,
        f.settled,
        (f.outcome = $2 AND (f.settled AND f.outcome <> $3)) AS is_failed_and_judged,
        ((f.settled AND f.outcome <> $3)) AS is_judged
    FROM conversations f
    LEFT JOIN (SELECT c.conversation_code, unnest(c.sources) AS source FROM conversations c WHERE c.project = $1) d1 ON d1.conversation_code = f.conversation_code
    WHERE f.project = $1
      AND f.started_at >= $4
      AND f.started_at < $5
      AND (((f.settled AND f.outcome <> $3))
        OR NOT f.settled)
),
per_user AS (
    SELECT
        g1, part, who,
        CAST(count(CASE WHEN is_judged THEN 1 END) AS DOUBLE) AS rows_judged,
        CAST(count(CASE WHEN is_failed_and_judged THEN 1 END) AS DOUBLE) AS rows_failed_and_judged
    FROM facts
    GROUP BY g1, part, who
),
cells AS (
    SELECT
        g1, part,
        sum(rows_judged) AS rows_judged,
        sum(rows_failed_and_judged) AS rows_failed_and_judged,
        count(CASE WHEN rows_judged > 0 THEN 1 END) AS users_judged,
        sum(rows_judged * rows_judged) AS rows_judged_by_rows_judged,
        sum(rows_failed_and_judged * rows_judged) AS rows_failed_and_judged_by_rows_judged,
        sum(rows_failed_and_judged * rows_failed_and_judged) AS rows_failed_and_judged_by_rows_failed_and_judged
    FROM per_user
    GROUP BY g1, part
),
totals AS (
    SELECT
        g1, part,
        count(CASE WHEN NOT settled THEN 1 END) AS total_unsettled,
        count(CASE WHEN is_failed_and_judged THEN 1 END) AS total_rows_failed_and_judged
    FROM facts
    GROUP BY g1, part
),
names1 AS (
    SELECT g1, any_value(name1) AS name1
    FROM facts
    GROUP BY g1
)
SELECT name1,
    part,
    CAST(total_unsettled AS DOUBLE),
    CAST(total_rows_failed_and_judged AS DOUBLE),
    CAST(rows_judged AS DOUBLE),
    CAST(rows_failed_and_judged AS DOUBLE),
    CAST(users_judged AS DOUBLE),
    CAST(rows_judged_by_rows_judged AS DOUBLE),
    CAST(rows_failed_and_judged_by_rows_judged AS DOUBLE),
    CAST(rows_failed_and_judged_by_rows_failed_and_judged AS DOUBLE)
FROM cells
JOIN totals USING (g1, part)
JOIN names1 USING (g1)
ORDER BY part, name1
-- $1 = p
-- $2 = failed
-- $3 = unknown
-- $4 = 2026-10-24T00:00:00Z
-- $5 = 2026-10-27T00:00:00Z
