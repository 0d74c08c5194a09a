WITH selected AS (
    SELECT c.conversation_code FROM conversations c
    WHERE c.project = $1
      AND len(list_filter(c.languages, lambda x: (x <> '' AND x IN ($5, $6)))) > 0
),
facts AS (
    SELECT
        f.model AS name1,
        hash(f.model) AS g1,
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        (f.answered AND f.latency_ms IS NOT NULL) AS is_answered_and_latency_ms,
        f.latency_ms AS latency_ms
    FROM turns f
    WHERE f.project = $1
      AND f.started_at >= $3
      AND f.started_at < $4
      AND f.conversation_code IN (SELECT s.conversation_code FROM selected s)
      AND (f.answered AND f.latency_ms IS NOT NULL)
),
quantile_lists AS (
    SELECT
        g1, part,
        quantile_disc(CASE WHEN is_answered_and_latency_ms THEN latency_ms END, [$2]) AS quantiles1
    FROM facts
    GROUP BY g1, part
),
quantiles AS (
    SELECT
        g1, part,
        quantiles1[1] AS quantile1_1
    FROM quantile_lists
),
per_user AS (
    SELECT
        g1, part, who,
        CAST(count(CASE WHEN is_answered_and_latency_ms THEN 1 END) AS DOUBLE) AS rows_answered_and_latency_ms,
        CAST(count(CASE WHEN is_answered_and_latency_ms AND latency_ms <= quantile1_1 THEN 1 END) AS DOUBLE) AS below_quantile1_1
    FROM facts JOIN quantiles USING (g1, part)
    GROUP BY g1, part, who
),
cells AS (
    SELECT
        g1, part,
        sum(rows_answered_and_latency_ms) AS rows_answered_and_latency_ms,
        sum(below_quantile1_1) AS below_quantile1_1,
        count(CASE WHEN rows_answered_and_latency_ms > 0 THEN 1 END) AS users_answered_and_latency_ms,
        sum(rows_answered_and_latency_ms * rows_answered_and_latency_ms) AS rows_answered_and_latency_ms_by_rows_answered_and_latency_ms,
        sum(below_quantile1_1 * rows_answered_and_latency_ms) AS below_quantile1_1_by_rows_answered_and_latency_ms,
        sum(below_quantile1_1 * below_quantile1_1) AS below_quantile1_1_by_below_quantile1_1
    FROM per_user
    GROUP BY g1, part
),
per_conversation AS (
    SELECT
        g1, part,
        conversation,
        max(is_answered_and_latency_ms) AS is_answered_and_latency_ms
    FROM facts
    WHERE conversation <> 0
      AND (is_answered_and_latency_ms)
    GROUP BY g1, part, conversation
),
matched AS (
    SELECT
        g1, part,
        count(CASE WHEN is_answered_and_latency_ms THEN 1 END) AS matches_answered_and_latency_ms
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
    CAST(matches_answered_and_latency_ms AS DOUBLE),
    CAST(rows_answered_and_latency_ms AS DOUBLE),
    CAST(below_quantile1_1 AS DOUBLE),
    CAST(quantile1_1 AS DOUBLE),
    CAST(users_answered_and_latency_ms AS DOUBLE),
    CAST(rows_answered_and_latency_ms_by_rows_answered_and_latency_ms AS DOUBLE),
    CAST(below_quantile1_1_by_rows_answered_and_latency_ms AS DOUBLE),
    CAST(below_quantile1_1_by_below_quantile1_1 AS DOUBLE)
FROM cells
JOIN quantiles USING (g1, part)
JOIN names1 USING (g1)
LEFT JOIN matched USING (g1, part)
ORDER BY part, name1
-- $1 = p
-- $2 = 0.8999999999991001
-- $3 = 2026-10-24T00:00:00Z
-- $4 = 2026-10-27T00:00:00Z
-- $5 = en
-- $6 = fr
