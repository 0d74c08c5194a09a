WITH facts AS (
    SELECT
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        f.asked AS is_has_prompt
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $3
      AND f.started_at < $4
      AND f.asked
),
per_user AS (
    SELECT
        part, who,
        CAST(count(CASE WHEN is_has_prompt THEN 1 END) AS DOUBLE) AS rows_has_prompt
    FROM facts
    GROUP BY part, who
),
ranked_users AS (
    SELECT
        *,
        sum(rows_has_prompt) OVER (PARTITION BY part, who <> 0) AS whole_has_prompt,
        sum(rows_has_prompt) OVER (PARTITION BY part, who <> 0 ORDER BY rows_has_prompt DESC, who ROWS UNBOUNDED PRECEDING) AS upto_has_prompt
    FROM per_user
),
cells AS (
    SELECT
        part,
        sum(rows_has_prompt) AS rows_has_prompt,
        count(CASE WHEN rows_has_prompt > 0 AND who <> 0 THEN 1 END) AS known_has_prompt,
        count(CASE WHEN rows_has_prompt > 0 AND who <> 0 AND upto_has_prompt - rows_has_prompt < $2 * whole_has_prompt THEN 1 END) AS fewest_has_prompt_2
    FROM ranked_users
    GROUP BY part
),
per_conversation AS (
    SELECT
        part,
        conversation,
        max(is_has_prompt) AS is_has_prompt
    FROM facts
    WHERE conversation <> 0
      AND (is_has_prompt)
    GROUP BY part, conversation
),
matched AS (
    SELECT
        part,
        count(CASE WHEN is_has_prompt THEN 1 END) AS matches_has_prompt
    FROM per_conversation
    GROUP BY part
)
SELECT part,
    CAST(matches_has_prompt AS DOUBLE),
    CAST(rows_has_prompt AS DOUBLE),
    CAST(known_has_prompt AS DOUBLE),
    CAST(fewest_has_prompt_2 AS DOUBLE)
FROM cells
LEFT JOIN matched USING (part)
ORDER BY part
-- $1 = p
-- $2 = 0.5
-- $3 = 2026-10-24T00:00:00Z
-- $4 = 2026-10-27T00:00:00Z
