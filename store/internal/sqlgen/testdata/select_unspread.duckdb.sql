WITH facts AS (
    SELECT
        f.agent AS name1,
        hash(f.agent) AS g1,
        0 AS part,
        f.conversation_code AS conversation,
        f.asked AS is_has_prompt
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $3
      AND f.asked
),
totals AS (
    SELECT
        g1, part,
        count(CASE WHEN is_has_prompt THEN 1 END) AS total_rows_has_prompt
    FROM facts
    GROUP BY g1, part
),
per_conversation AS (
    SELECT
        g1, part,
        conversation,
        max(is_has_prompt) AS is_has_prompt
    FROM facts
    WHERE conversation <> 0
      AND (is_has_prompt)
    GROUP BY g1, part, conversation
),
matched AS (
    SELECT
        g1, part,
        count(CASE WHEN is_has_prompt THEN 1 END) AS matches_has_prompt
    FROM per_conversation
    GROUP BY g1, part
),
names1 AS (
    SELECT g1, any_value(name1) AS name1
    FROM facts
    GROUP BY g1
)
SELECT name1,
    part,
    CAST(matches_has_prompt AS DOUBLE),
    CAST(total_rows_has_prompt AS DOUBLE)
FROM totals
JOIN names1 USING (g1)
LEFT JOIN matched USING (g1, part)
ORDER BY part, name1
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
