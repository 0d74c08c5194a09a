WITH facts AS (
    SELECT
        f.topic AS name1,
        hash(f.topic) AS g1,
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        (f.asked AND list_contains(f.signals, $2)) AS is_has_prompt_and_shows_unanswered,
        f.asked AS is_has_prompt
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $3
      AND f.started_at < $4
      AND f.asked
),
per_user AS (
    SELECT
        g1, part, who,
        CAST(count(CASE WHEN is_has_prompt THEN 1 END) AS DOUBLE) AS rows_has_prompt,
        CAST(count(CASE WHEN is_has_prompt_and_shows_unanswered THEN 1 END) AS DOUBLE) AS rows_has_prompt_and_shows_unanswered
    FROM facts
    GROUP BY g1, part, who
),
everyone AS (
    SELECT
        part, who,
        sum(rows_has_prompt_and_shows_unanswered) AS all_rows_has_prompt_and_shows_unanswered,
        sum(rows_has_prompt) AS all_rows_has_prompt
    FROM per_user
    GROUP BY part, who
),
whole AS (
    SELECT
        part,
        sum(all_rows_has_prompt_and_shows_unanswered) AS whole_rows_has_prompt_and_shows_unanswered,
        sum(all_rows_has_prompt) AS whole_rows_has_prompt,
        sum(CASE WHEN all_rows_has_prompt > 0 THEN 1 ELSE 0 END) AS whole_rows_has_prompt_users,
        sum(all_rows_has_prompt * all_rows_has_prompt) AS whole_rows_has_prompt_by_rows_has_prompt,
        sum(all_rows_has_prompt_and_shows_unanswered * all_rows_has_prompt) AS whole_rows_has_prompt_and_shows_unanswered_by_rows_has_prompt,
        sum(all_rows_has_prompt_and_shows_unanswered * all_rows_has_prompt_and_shows_unanswered) AS whole_rows_has_prompt_and_shows_unanswered_by_rows_has_prompt_and_shows_unanswered
    FROM everyone
    GROUP BY part
),
cells AS (
    SELECT
        g1, part,
        sum(rows_has_prompt) AS rows_has_prompt,
        sum(rows_has_prompt_and_shows_unanswered) AS rows_has_prompt_and_shows_unanswered,
        count(CASE WHEN rows_has_prompt > 0 THEN 1 END) AS users_has_prompt,
        sum(rows_has_prompt * rows_has_prompt) AS rows_has_prompt_by_rows_has_prompt,
        sum(rows_has_prompt_and_shows_unanswered * rows_has_prompt) AS rows_has_prompt_and_shows_unanswered_by_rows_has_prompt,
        sum(rows_has_prompt_and_shows_unanswered * rows_has_prompt_and_shows_unanswered) AS rows_has_prompt_and_shows_unanswered_by_rows_has_prompt_and_shows_unanswered,
        sum((all_rows_has_prompt_and_shows_unanswered - rows_has_prompt_and_shows_unanswered) - all_rows_has_prompt_and_shows_unanswered) AS less_rows_has_prompt_and_shows_unanswered,
        sum((all_rows_has_prompt - rows_has_prompt) - all_rows_has_prompt) AS less_rows_has_prompt,
        sum(CASE WHEN (all_rows_has_prompt - rows_has_prompt) > 0 THEN 1 ELSE 0 END - CASE WHEN all_rows_has_prompt > 0 THEN 1 ELSE 0 END) AS less_rows_has_prompt_users,
        sum((all_rows_has_prompt - rows_has_prompt) * (all_rows_has_prompt - rows_has_prompt) - all_rows_has_prompt * all_rows_has_prompt) AS less_rows_has_prompt_by_rows_has_prompt,
        sum((all_rows_has_prompt_and_shows_unanswered - rows_has_prompt_and_shows_unanswered) * (all_rows_has_prompt - rows_has_prompt) - all_rows_has_prompt_and_shows_unanswered * all_rows_has_prompt) AS less_rows_has_prompt_and_shows_unanswered_by_rows_has_prompt,
        sum((all_rows_has_prompt_and_shows_unanswered - rows_has_prompt_and_shows_unanswered) * (all_rows_has_prompt_and_shows_unanswered - rows_has_prompt_and_shows_unanswered) - all_rows_has_prompt_and_shows_unanswered * all_rows_has_prompt_and_shows_unanswered) AS less_rows_has_prompt_and_shows_unanswered_by_rows_has_prompt_and_shows_unanswered
    FROM per_user JOIN everyone USING (part, who)
    GROUP BY g1, part
),
per_conversation AS (
    SELECT
        g1, part,
        conversation,
        max(is_has_prompt_and_shows_unanswered) AS is_has_prompt_and_shows_unanswered
    FROM facts
    WHERE conversation <> 0
      AND (is_has_prompt_and_shows_unanswered)
    GROUP BY g1, part, conversation
),
matched AS (
    SELECT
        g1, part,
        count(CASE WHEN is_has_prompt_and_shows_unanswered THEN 1 END) AS matches_has_prompt_and_shows_unanswered
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
    CAST(matches_has_prompt_and_shows_unanswered AS DOUBLE),
    CAST(rows_has_prompt AS DOUBLE),
    CAST(rows_has_prompt_and_shows_unanswered AS DOUBLE),
    CAST(users_has_prompt AS DOUBLE),
    CAST(rows_has_prompt_by_rows_has_prompt AS DOUBLE),
    CAST(rows_has_prompt_and_shows_unanswered_by_rows_has_prompt AS DOUBLE),
    CAST(rows_has_prompt_and_shows_unanswered_by_rows_has_prompt_and_shows_unanswered AS DOUBLE),
    CAST(whole_rows_has_prompt_and_shows_unanswered + less_rows_has_prompt_and_shows_unanswered AS DOUBLE),
    CAST(whole_rows_has_prompt + less_rows_has_prompt AS DOUBLE),
    CAST(whole_rows_has_prompt_users + less_rows_has_prompt_users AS DOUBLE),
    CAST(whole_rows_has_prompt_by_rows_has_prompt + less_rows_has_prompt_by_rows_has_prompt AS DOUBLE),
    CAST(whole_rows_has_prompt_and_shows_unanswered_by_rows_has_prompt + less_rows_has_prompt_and_shows_unanswered_by_rows_has_prompt AS DOUBLE),
    CAST(whole_rows_has_prompt_and_shows_unanswered_by_rows_has_prompt_and_shows_unanswered + less_rows_has_prompt_and_shows_unanswered_by_rows_has_prompt_and_shows_unanswered AS DOUBLE)
FROM cells
JOIN whole USING (part)
JOIN names1 USING (g1)
LEFT JOIN matched USING (g1, part)
ORDER BY part, name1
-- $1 = p
-- $2 = unanswered
-- $3 = 2026-10-24T00:00:00Z
-- $4 = 2026-10-27T00:00:00Z
