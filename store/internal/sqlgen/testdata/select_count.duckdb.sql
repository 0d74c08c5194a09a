WITH facts AS (
    SELECT
        0 AS part,
        f.user_code AS who,
        f.settled,
        f.prompts > 0 AS is_has_prompt
    FROM conversations f
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $3
      AND (f.prompts > 0
        OR NOT f.settled)
),
per_user AS (
    SELECT
        part, who,
        CAST(count(CASE WHEN is_has_prompt THEN 1 END) AS DOUBLE) AS rows_has_prompt
    FROM facts
    GROUP BY part, who
),
cells AS (
    SELECT
        part,
        sum(rows_has_prompt) AS rows_has_prompt,
        count(CASE WHEN rows_has_prompt > 0 THEN 1 END) AS users_has_prompt,
        sum(rows_has_prompt * rows_has_prompt) AS rows_has_prompt_by_rows_has_prompt
    FROM per_user
    GROUP BY part
),
totals AS (
    SELECT
        part,
        count(CASE WHEN NOT settled THEN 1 END) AS total_unsettled,
        count(CASE WHEN is_has_prompt THEN 1 END) AS total_rows_has_prompt
    FROM facts
    GROUP BY part
)
SELECT part,
    CAST(total_unsettled AS DOUBLE),
    CAST(total_rows_has_prompt AS DOUBLE),
    CAST(rows_has_prompt AS DOUBLE),
    CAST(users_has_prompt AS DOUBLE),
    CAST(rows_has_prompt_by_rows_has_prompt AS DOUBLE)
FROM cells
JOIN totals USING (part)
ORDER BY part
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
