WITH facts AS (
    SELECT
        f.currency AS name1,
        hash(f.currency) AS g1,
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        f.value IS NOT NULL AS is_value,
        f.value AS value
    FROM conversions f
    WHERE f.project = $1
      AND f.dated_at >= $2
      AND f.dated_at < $3
      AND f.value IS NOT NULL
),
per_user AS (
    SELECT
        g1, part, who,
        CAST(count(CASE WHEN is_value THEN 1 END) AS DOUBLE) AS rows_value,
        coalesce(sum(CASE WHEN is_value THEN value END), 0) AS sum_value_of_value,
        coalesce(sum(CASE WHEN is_value THEN value * value END), 0) AS squares_value
    FROM facts
    GROUP BY g1, part, who
),
cells AS (
    SELECT
        g1, part,
        sum(rows_value) AS rows_value,
        sum(sum_value_of_value) AS sum_value_of_value,
        sum(squares_value) AS squares_value,
        count(CASE WHEN rows_value > 0 THEN 1 END) AS users_value,
        sum(rows_value * rows_value) AS rows_value_by_rows_value,
        sum(sum_value_of_value * rows_value) AS sum_value_of_value_by_rows_value,
        sum(sum_value_of_value * sum_value_of_value) AS sum_value_of_value_by_sum_value_of_value
    FROM per_user
    GROUP BY g1, part
),
per_conversation AS (
    SELECT
        g1, part,
        conversation,
        max(is_value) AS is_value
    FROM facts
    WHERE conversation IN (SELECT k.conversation_code FROM conversations k WHERE k.project = $1)
      AND (is_value)
    GROUP BY g1, part, conversation
),
matched AS (
    SELECT
        g1, part,
        count(CASE WHEN is_value THEN 1 END) AS matches_value
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
    CAST(matches_value AS DOUBLE),
    CAST(rows_value AS DOUBLE),
    CAST(sum_value_of_value AS DOUBLE),
    CAST(squares_value AS DOUBLE),
    CAST(users_value AS DOUBLE),
    CAST(rows_value_by_rows_value AS DOUBLE),
    CAST(sum_value_of_value_by_rows_value AS DOUBLE),
    CAST(sum_value_of_value_by_sum_value_of_value AS DOUBLE)
FROM cells
JOIN names1 USING (g1)
LEFT JOIN matched USING (g1, part)
ORDER BY part, name1
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
