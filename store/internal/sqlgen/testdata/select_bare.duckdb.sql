WITH facts AS (
    SELECT
        0 AS part,
        (f.asked AND f.responded) AS is_has_prompt_and_responded,
        f.asked AS is_has_prompt
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $3
      AND f.asked
),
totals AS (
    SELECT
        part,
        count(CASE WHEN is_has_prompt THEN 1 END) AS total_rows_has_prompt,
        count(CASE WHEN is_has_prompt_and_responded THEN 1 END) AS total_rows_has_prompt_and_responded
    FROM facts
    GROUP BY part
)
SELECT part,
    CAST(total_rows_has_prompt AS DOUBLE),
    CAST(total_rows_has_prompt_and_responded AS DOUBLE)
FROM totals
ORDER BY part
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
