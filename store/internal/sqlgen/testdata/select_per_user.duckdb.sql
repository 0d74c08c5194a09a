WITH facts AS (
    SELECT
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        (list_contains(f.signals, $2) AND f.answered) AS is_shows_copied_and_watched_copied
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $3
      AND f.started_at < $4
      AND (list_contains(f.signals, $2) AND f.answered)
),
per_user AS (
    SELECT
        part, who,
        CAST(count(CASE WHEN is_shows_copied_and_watched_copied THEN 1 END) AS DOUBLE) AS rows_shows_copied_and_watched_copied
    FROM facts
    GROUP BY part, who
),
cells AS (
    SELECT
        part,
        sum(rows_shows_copied_and_watched_copied) AS rows_shows_copied_and_watched_copied,
        count(CASE WHEN rows_shows_copied_and_watched_copied > 0 AND who <> 0 THEN 1 END) AS known_shows_copied_and_watched_copied,
        sum(CASE WHEN who <> 0 THEN rows_shows_copied_and_watched_copied ELSE 0 END) AS known_rows_shows_copied_and_watched_copied,
        sum(CASE WHEN who <> 0 THEN rows_shows_copied_and_watched_copied * rows_shows_copied_and_watched_copied ELSE 0 END) AS known_squares_shows_copied_and_watched_copied
    FROM per_user
    GROUP BY part
),
per_conversation AS (
    SELECT
        part,
        conversation,
        max(is_shows_copied_and_watched_copied) AS is_shows_copied_and_watched_copied
    FROM facts
    WHERE conversation <> 0
      AND (is_shows_copied_and_watched_copied)
    GROUP BY part, conversation
),
matched AS (
    SELECT
        part,
        count(CASE WHEN is_shows_copied_and_watched_copied THEN 1 END) AS matches_shows_copied_and_watched_copied
    FROM per_conversation
    GROUP BY part
)
SELECT part,
    CAST(matches_shows_copied_and_watched_copied AS DOUBLE),
    CAST(rows_shows_copied_and_watched_copied AS DOUBLE),
    CAST(known_shows_copied_and_watched_copied AS DOUBLE),
    CAST(known_rows_shows_copied_and_watched_copied AS DOUBLE),
    CAST(known_squares_shows_copied_and_watched_copied AS DOUBLE)
FROM cells
LEFT JOIN matched USING (part)
ORDER BY part
-- $1 = p
-- $2 = copied
-- $3 = 2026-10-24T00:00:00Z
-- $4 = 2026-10-27T00:00:00Z
