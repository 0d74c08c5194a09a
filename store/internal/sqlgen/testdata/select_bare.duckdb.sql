WITH facts AS (
    SELECT
        0 AS span,
        0 AS bucket,
        (f.asked AND f.responded) AS is_has_prompt_and_responded,
        f.asked AS is_has_prompt
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $3
      AND f.asked
),
per_user AS (
    SELECT
        span, bucket,
        CAST(count(CASE WHEN is_has_prompt THEN 1 END) AS DOUBLE) AS rows_has_prompt,
        CAST(count(CASE WHEN is_has_prompt_and_responded THEN 1 END) AS DOUBLE) AS rows_has_prompt_and_responded
    FROM facts
    GROUP BY span, bucket
),
cells AS (
    SELECT
        span, bucket,
        sum(rows_has_prompt) AS rows_has_prompt,
        sum(rows_has_prompt_and_responded) AS rows_has_prompt_and_responded
    FROM per_user
    GROUP BY span, bucket
)
SELECT span, bucket,
    CAST(rows_has_prompt AS DOUBLE),
    CAST(rows_has_prompt_and_responded AS DOUBLE)
FROM cells
ORDER BY span, bucket
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
