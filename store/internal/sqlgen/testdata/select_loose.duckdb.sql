WITH mixed AS (
    SELECT c.conversation_code, CASE WHEN c.several_environments THEN len(list_filter(c.environments, lambda x: x = $4)) > 0 ELSE c.environment = $4 END AS selected
    FROM conversations c
    WHERE c.project = $1 AND c.several_environments
),
facts AS (
    SELECT
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        f.conversation_id <> '' AS is_attributed
    FROM conversions f
    LEFT JOIN mixed m ON m.conversation_code = f.conversation_code
    WHERE f.project = $1
      AND f.dated_at >= $2
      AND f.dated_at < $3
      AND ((f.conversation_id <> '' AND coalesce(m.selected, f.environment = $4))
        OR (f.conversation_id = '' AND f.environment = $4))
),
per_user AS (
    SELECT
        part, who,
        CAST(count(*) AS DOUBLE) AS rows,
        CAST(count(CASE WHEN is_attributed THEN 1 END) AS DOUBLE) AS rows_attributed
    FROM facts
    GROUP BY part, who
),
cells AS (
    SELECT
        part,
        sum(rows) AS rows,
        sum(rows_attributed) AS rows_attributed,
        count(CASE WHEN rows > 0 THEN 1 END) AS users,
        sum(rows * rows) AS rows_by_rows,
        sum(rows_attributed * rows) AS rows_attributed_by_rows,
        sum(rows_attributed * rows_attributed) AS rows_attributed_by_rows_attributed
    FROM per_user
    GROUP BY part
),
per_conversation AS (
    SELECT
        part,
        conversation,
        max(is_attributed) AS is_attributed
    FROM facts
    WHERE conversation IN (SELECT k.conversation_code FROM conversations k WHERE k.project = $1)
      AND (is_attributed)
    GROUP BY part, conversation
),
matched AS (
    SELECT
        part,
        count(CASE WHEN is_attributed THEN 1 END) AS matches_attributed
    FROM per_conversation
    GROUP BY part
)
SELECT part,
    CAST(matches_attributed AS DOUBLE),
    CAST(rows AS DOUBLE),
    CAST(rows_attributed AS DOUBLE),
    CAST(users AS DOUBLE),
    CAST(rows_by_rows AS DOUBLE),
    CAST(rows_attributed_by_rows AS DOUBLE),
    CAST(rows_attributed_by_rows_attributed AS DOUBLE)
FROM cells
LEFT JOIN matched USING (part)
ORDER BY part
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
-- $4 = production
