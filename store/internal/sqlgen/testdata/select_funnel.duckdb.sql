WITH facts AS (
    SELECT
        f.agent AS name1,
        hash(f.agent) AS g1,
        0 AS part,
        f.user_code AS who,
        f.settled,
        (f.responses > 0 AND f.prompts > 1 AND f.prompts > 0) AS is_answered_and_continued_and_has_prompt,
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
        g1, part, who,
        CAST(count(CASE WHEN is_has_prompt THEN 1 END) AS DOUBLE) AS rows_has_prompt,
        CAST(count(CASE WHEN is_answered_and_continued_and_has_prompt THEN 1 END) AS DOUBLE) AS rows_answered_and_continued_and_has_prompt
    FROM facts
    GROUP BY g1, part, who
),
cells AS (
    SELECT
        g1, part,
        sum(rows_has_prompt) AS rows_has_prompt,
        sum(rows_answered_and_continued_and_has_prompt) AS rows_answered_and_continued_and_has_prompt,
        count(CASE WHEN rows_has_prompt > 0 THEN 1 END) AS users_has_prompt,
        sum(rows_has_prompt * rows_has_prompt) AS rows_has_prompt_by_rows_has_prompt,
        sum(rows_answered_and_continued_and_has_prompt * rows_has_prompt) AS rows_answered_and_continued_and_has_prompt_by_rows_has_prompt,
        sum(rows_answered_and_continued_and_has_prompt * rows_answered_and_continued_and_has_prompt) AS rows_answered_and_continued_and_has_prompt_by_rows_answered_and_continued_and_has_prompt
    FROM per_user
    GROUP BY g1, part
),
totals AS (
    SELECT
        g1, part,
        count(CASE WHEN NOT settled THEN 1 END) AS total_unsettled,
        count(CASE WHEN is_answered_and_continued_and_has_prompt THEN 1 END) AS total_rows_answered_and_continued_and_has_prompt
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
    CAST(total_rows_answered_and_continued_and_has_prompt AS DOUBLE),
    CAST(rows_has_prompt AS DOUBLE),
    CAST(rows_answered_and_continued_and_has_prompt AS DOUBLE),
    CAST(users_has_prompt AS DOUBLE),
    CAST(rows_has_prompt_by_rows_has_prompt AS DOUBLE),
    CAST(rows_answered_and_continued_and_has_prompt_by_rows_has_prompt AS DOUBLE),
    CAST(rows_answered_and_continued_and_has_prompt_by_rows_answered_and_continued_and_has_prompt AS DOUBLE)
FROM cells
JOIN totals USING (g1, part)
JOIN names1 USING (g1)
ORDER BY part, name1
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
