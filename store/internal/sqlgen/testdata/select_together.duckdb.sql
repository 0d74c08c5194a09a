WITH mixed AS (
    SELECT c.conversation_code, NOT (CASE WHEN c.several_environments THEN len(list_filter(c.environments, lambda x: (x <> '' AND x <> $6))) > 0 ELSE (c.environment <> '' AND c.environment <> $6) END) AS selected
    FROM conversations c
    WHERE c.project = $1 AND c.several_environments
),
facts AS (
    SELECT
        CASE WHEN f.started_at < $7 THEN 0 ELSE 1 END AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        f.asked AS is_has_prompt,
        (f.error <> '' AND f.responded) AS is_errored_and_responded,
        f.responded AS is_responded,
        f.latency_ms IS NOT NULL AS is_latency_ms,
        f.latency_ms AS latency_ms
    FROM turns f
    LEFT JOIN mixed m ON m.conversation_code = f.conversation_code
    WHERE f.project = $1
      AND f.started_at >= $4
      AND f.started_at < $5
      AND coalesce(m.selected, NOT ((f.environment <> '' AND f.environment <> $6)))
      AND (f.asked
        OR f.responded
        OR f.latency_ms IS NOT NULL)
),
quantile_lists AS (
    SELECT
        part,
        quantile_disc(CASE WHEN is_latency_ms THEN latency_ms END, [$2, $3]) AS quantiles1
    FROM facts
    GROUP BY part
),
quantiles AS (
    SELECT
        part,
        quantiles1[1] AS quantile1_1,
        quantiles1[2] AS quantile1_2
    FROM quantile_lists
),
per_user AS (
    SELECT
        part, who,
        CAST(count(CASE WHEN is_has_prompt THEN 1 END) AS DOUBLE) AS rows_has_prompt,
        CAST(count(CASE WHEN is_responded THEN 1 END) AS DOUBLE) AS rows_responded,
        CAST(count(CASE WHEN is_errored_and_responded THEN 1 END) AS DOUBLE) AS rows_errored_and_responded,
        CAST(count(CASE WHEN is_latency_ms THEN 1 END) AS DOUBLE) AS rows_latency_ms,
        CAST(count(CASE WHEN is_latency_ms AND latency_ms <= quantile1_1 THEN 1 END) AS DOUBLE) AS below_quantile1_1,
        CAST(count(CASE WHEN is_latency_ms AND latency_ms <= quantile1_2 THEN 1 END) AS DOUBLE) AS below_quantile1_2
    FROM facts JOIN quantiles USING (part)
    GROUP BY part, who
),
cells AS (
    SELECT
        part,
        sum(rows_has_prompt) AS rows_has_prompt,
        count(CASE WHEN rows_has_prompt > 0 AND who <> 0 THEN 1 END) AS known_has_prompt,
        sum(rows_responded) AS rows_responded,
        sum(rows_errored_and_responded) AS rows_errored_and_responded,
        count(CASE WHEN rows_responded > 0 THEN 1 END) AS users_responded,
        sum(rows_responded * rows_responded) AS rows_responded_by_rows_responded,
        sum(rows_errored_and_responded * rows_responded) AS rows_errored_and_responded_by_rows_responded,
        sum(rows_errored_and_responded * rows_errored_and_responded) AS rows_errored_and_responded_by_rows_errored_and_responded,
        sum(rows_latency_ms) AS rows_latency_ms,
        sum(below_quantile1_1) AS below_quantile1_1,
        count(CASE WHEN rows_latency_ms > 0 THEN 1 END) AS users_latency_ms,
        sum(rows_latency_ms * rows_latency_ms) AS rows_latency_ms_by_rows_latency_ms,
        sum(below_quantile1_1 * rows_latency_ms) AS below_quantile1_1_by_rows_latency_ms,
        sum(below_quantile1_1 * below_quantile1_1) AS below_quantile1_1_by_below_quantile1_1,
        sum(below_quantile1_2) AS below_quantile1_2,
        sum(below_quantile1_2 * rows_latency_ms) AS below_quantile1_2_by_rows_latency_ms,
        sum(below_quantile1_2 * below_quantile1_2) AS below_quantile1_2_by_below_quantile1_2
    FROM per_user
    GROUP BY part
),
per_conversation AS (
    SELECT
        part,
        conversation,
        max(is_has_prompt) AS is_has_prompt,
        max(is_errored_and_responded) AS is_errored_and_responded,
        max(is_latency_ms) AS is_latency_ms
    FROM facts
    WHERE conversation <> 0
      AND (is_has_prompt OR is_errored_and_responded OR is_latency_ms)
    GROUP BY part, conversation
),
matched AS (
    SELECT
        part,
        count(CASE WHEN is_has_prompt THEN 1 END) AS matches_has_prompt,
        count(CASE WHEN is_errored_and_responded THEN 1 END) AS matches_errored_and_responded,
        count(CASE WHEN is_latency_ms THEN 1 END) AS matches_latency_ms
    FROM per_conversation
    GROUP BY part
)
SELECT part,
    CAST(matches_has_prompt AS DOUBLE),
    CAST(rows_has_prompt AS DOUBLE),
    CAST(known_has_prompt AS DOUBLE),
    CAST(matches_errored_and_responded AS DOUBLE),
    CAST(rows_responded AS DOUBLE),
    CAST(rows_errored_and_responded AS DOUBLE),
    CAST(users_responded AS DOUBLE),
    CAST(rows_responded_by_rows_responded AS DOUBLE),
    CAST(rows_errored_and_responded_by_rows_responded AS DOUBLE),
    CAST(rows_errored_and_responded_by_rows_errored_and_responded AS DOUBLE),
    CAST(matches_latency_ms AS DOUBLE),
    CAST(rows_latency_ms AS DOUBLE),
    CAST(below_quantile1_1 AS DOUBLE),
    CAST(quantile1_1 AS DOUBLE),
    CAST(users_latency_ms AS DOUBLE),
    CAST(rows_latency_ms_by_rows_latency_ms AS DOUBLE),
    CAST(below_quantile1_1_by_rows_latency_ms AS DOUBLE),
    CAST(below_quantile1_1_by_below_quantile1_1 AS DOUBLE),
    CAST(below_quantile1_2 AS DOUBLE),
    CAST(quantile1_2 AS DOUBLE),
    CAST(below_quantile1_2_by_rows_latency_ms AS DOUBLE),
    CAST(below_quantile1_2_by_below_quantile1_2 AS DOUBLE)
FROM cells
JOIN quantiles USING (part)
LEFT JOIN matched USING (part)
ORDER BY part
-- $1 = p
-- $2 = 0.4999999999995
-- $3 = 0.8999999999991001
-- $4 = 2026-10-17T00:00:00Z
-- $5 = 2026-10-31T00:00:00Z
-- $6 = production
-- $7 = 2026-10-24T00:00:00Z
