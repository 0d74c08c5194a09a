WITH facts AS (
    SELECT
        coalesce(d1.text, '') AS name1,
        hash(coalesce(d1.text, '')) AS g1,
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        f.value IS NOT NULL AS is_rating,
        f.value AS rating
    FROM ratings f
    LEFT JOIN traits d1 ON d1.project = f.project AND NOT d1.account AND d1.owner = f.user_id AND d1.name = $2
    WHERE f.project = $1
      AND f.dated_at >= $3
      AND f.dated_at < $4
      AND f.value IS NOT NULL
),
per_user AS (
    SELECT
        g1, part, who,
        CAST(count(CASE WHEN is_rating THEN 1 END) AS DOUBLE) AS rows_rating,
        coalesce(sum(CASE WHEN is_rating THEN rating END), 0) AS sum_rating_of_rating,
        coalesce(sum(CASE WHEN is_rating THEN rating * rating END), 0) AS squares_rating
    FROM facts
    GROUP BY g1, part, who
),
cells AS (
    SELECT
        g1, part,
        sum(rows_rating) AS rows_rating,
        sum(sum_rating_of_rating) AS sum_rating_of_rating,
        sum(squares_rating) AS squares_rating,
        count(CASE WHEN rows_rating > 0 THEN 1 END) AS users_rating,
        sum(rows_rating * rows_rating) AS rows_rating_by_rows_rating,
        sum(sum_rating_of_rating * rows_rating) AS sum_rating_of_rating_by_rows_rating,
        sum(sum_rating_of_rating * sum_rating_of_rating) AS sum_rating_of_rating_by_sum_rating_of_rating
    FROM per_user
    GROUP BY g1, part
),
per_conversation AS (
    SELECT
        g1, part,
        conversation,
        max(is_rating) AS is_rating
    FROM facts
    WHERE conversation <> 0
      AND (is_rating)
    GROUP BY g1, part, conversation
),
matched AS (
    SELECT
        g1, part,
        count(CASE WHEN is_rating THEN 1 END) AS matches_rating
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
    CAST(matches_rating AS DOUBLE),
    CAST(rows_rating AS DOUBLE),
    CAST(sum_rating_of_rating AS DOUBLE),
    CAST(squares_rating AS DOUBLE),
    CAST(users_rating AS DOUBLE),
    CAST(rows_rating_by_rows_rating AS DOUBLE),
    CAST(sum_rating_of_rating_by_rows_rating AS DOUBLE),
    CAST(sum_rating_of_rating_by_sum_rating_of_rating AS DOUBLE)
FROM cells
JOIN names1 USING (g1)
LEFT JOIN matched USING (g1, part)
ORDER BY part, name1
-- $1 = p
-- $2 = role
-- $3 = 2026-10-24T00:00:00Z
-- $4 = 2026-10-27T00:00:00Z
