WITH facts AS (
    SELECT
        f.agent AS name1,
        hash(f.agent) AS g1,
        0 AS span,
        0 AS bucket,
        f.conversation_code AS conversation,
        f.asked AS is_has_prompt
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $3
      AND f.asked
),
per_user AS (
    SELECT
        g1, span, bucket,
        CAST(count(CASE WHEN is_has_prompt THEN 1 END) AS DOUBLE) AS rows_has_prompt
    FROM facts
    GROUP BY g1, span, bucket
),
cells AS (
    SELECT
        g1, span, bucket,
        sum(rows_has_prompt) AS rows_has_prompt
    FROM per_user
    GROUP BY g1, span, bucket
),
per_conversation AS (
    SELECT
        g1, span, bucket,
        conversation,
        max(is_has_prompt) AS is_has_prompt
    FROM facts
    WHERE conversation <> 0
    GROUP BY g1, span, bucket, conversation
),
matched AS (
    SELECT
        g1, span, bucket,
        count(CASE WHEN is_has_prompt THEN 1 END) AS matches_has_prompt
    FROM per_conversation
    GROUP BY g1, span, bucket
),
names1 AS (
    SELECT g1, any_value(name1) AS name1
    FROM facts
    GROUP BY g1
)
SELECT name1,
    span, bucket,
    CAST(rows_has_prompt AS DOUBLE),
    CAST(matches_has_prompt AS DOUBLE)
FROM cells
LEFT JOIN matched USING (g1, span, bucket)
JOIN names1 USING (g1)
ORDER BY span, bucket, name1
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
