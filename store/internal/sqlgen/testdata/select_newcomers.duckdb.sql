WITH seen AS (
    SELECT
        e.project, e.event_id, e.conversation_id, e.kind, e.occurred_at, e.session_id,
        e.agent_id AS agent, e.version, e.model, e.account_id AS account, e.environment,
        CASE WHEN e.user_id <> '' THEN e.user_id ELSE coalesce(i.user_id, e.anonymous_id) END AS user_id,
        (e.user_id <> '' OR i.user_id IS NOT NULL) AS identified
    FROM events e
    LEFT JOIN identities i ON i.project = e.project AND i.anonymous_id = e.anonymous_id AND i.anonymous_id <> ''
    WHERE e.project = $1
),
arrived AS (
    SELECT s.user_id, min(s.occurred_at) AS arrived_at
    FROM seen s
    GROUP BY s.user_id
),
mixed AS (
    SELECT c.conversation_code, CASE WHEN c.several_environments THEN len(list_filter(c.environments, lambda x: x = $3)) > 0 ELSE c.environment = $3 END AS selected
    FROM conversations c
    WHERE c.project = $1 AND c.several_environments
),
asked AS (
    SELECT
        f.project AS project, f.turn_id AS turn_id, f.conversation_id AS conversation_id, f.conversation_code AS conversation_code, f.started_at AS started_at, f.agent AS agent, f.version AS version, f.model AS model, f.language AS language, f.topic AS topic, f.theme AS theme, f.account AS account, f.environment AS environment, f.user_id AS user_id, f.user_code AS user_code, f.identified AS identified, f.session_id AS session_id
    FROM turns f
    LEFT JOIN mixed m ON m.conversation_code = f.conversation_code
    WHERE f.project = $1
      AND f.asked
      AND f.user_code <> 0
      AND coalesce(m.selected, f.environment = $3)
),
began AS (
    SELECT a.user_code, min(a.started_at) AS began_at
    FROM asked a
    GROUP BY a.user_code
),
firsts AS (
    SELECT
        o.project AS project, o.turn_id AS turn_id, o.conversation_id AS conversation_id, o.conversation_code AS conversation_code, o.started_at AS started_at, o.agent AS agent, o.version AS version, o.model AS model, o.language AS language, o.topic AS topic, o.theme AS theme, o.account AS account, o.environment AS environment, o.user_id AS user_id, o.user_code AS user_code, o.identified AS identified, o.session_id AS session_id
    FROM (
        SELECT
            a.project AS project, a.turn_id AS turn_id, a.conversation_id AS conversation_id, a.conversation_code AS conversation_code, a.started_at AS started_at, a.agent AS agent, a.version AS version, a.model AS model, a.language AS language, a.topic AS topic, a.theme AS theme, a.account AS account, a.environment AS environment, a.user_id AS user_id, a.user_code AS user_code, a.identified AS identified, a.session_id AS session_id,
            row_number() OVER (PARTITION BY a.user_code ORDER BY a.turn_id) AS place
        FROM asked a
        JOIN began h ON h.user_code = a.user_code AND h.began_at = a.started_at
    ) o
    WHERE o.place = 1
),
facts AS (
    SELECT
        f.agent AS name1,
        hash(f.agent) AS g1,
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        CASE WHEN v.arrived_at < f.started_at THEN ((epoch_us(f.started_at) - epoch_us(v.arrived_at)) / 1e6) END IS NOT NULL AS is_wait_s,
        CASE WHEN v.arrived_at < f.started_at THEN ((epoch_us(f.started_at) - epoch_us(v.arrived_at)) / 1e6) END AS wait_s
    FROM firsts f
    LEFT JOIN arrived v ON v.user_id = f.user_id
    WHERE f.project = $1
      AND f.started_at >= $4
      AND f.started_at < $5
      AND CASE WHEN v.arrived_at < f.started_at THEN ((epoch_us(f.started_at) - epoch_us(v.arrived_at)) / 1e6) END IS NOT NULL
),
quantile_lists AS (
    SELECT
        g1, part,
        quantile_disc(CASE WHEN is_wait_s THEN wait_s END, [$2]) AS quantiles1
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
        CAST(count(CASE WHEN is_wait_s THEN 1 END) AS DOUBLE) AS rows_wait_s,
        CAST(count(CASE WHEN is_wait_s AND wait_s <= quantile1_1 THEN 1 END) AS DOUBLE) AS below_quantile1_1
    FROM facts JOIN quantiles USING (g1, part)
    GROUP BY g1, part, who
),
cells AS (
    SELECT
        g1, part,
        sum(rows_wait_s) AS rows_wait_s,
        sum(below_quantile1_1) AS below_quantile1_1,
        count(CASE WHEN rows_wait_s > 0 THEN 1 END) AS users_wait_s,
        sum(rows_wait_s * rows_wait_s) AS rows_wait_s_by_rows_wait_s,
        sum(below_quantile1_1 * rows_wait_s) AS below_quantile1_1_by_rows_wait_s,
        sum(below_quantile1_1 * below_quantile1_1) AS below_quantile1_1_by_below_quantile1_1
    FROM per_user
    GROUP BY g1, part
),
per_conversation AS (
    SELECT
        g1, part,
        conversation,
        max(is_wait_s) AS is_wait_s
    FROM facts
    WHERE conversation <> 0
      AND (is_wait_s)
    GROUP BY g1, part, conversation
),
matched AS (
    SELECT
        g1, part,
        count(CASE WHEN is_wait_s THEN 1 END) AS matches_wait_s
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
    CAST(matches_wait_s AS DOUBLE),
    CAST(rows_wait_s AS DOUBLE),
    CAST(below_quantile1_1 AS DOUBLE),
    CAST(quantile1_1 AS DOUBLE),
    CAST(users_wait_s AS DOUBLE),
    CAST(rows_wait_s_by_rows_wait_s AS DOUBLE),
    CAST(below_quantile1_1_by_rows_wait_s AS DOUBLE),
    CAST(below_quantile1_1_by_below_quantile1_1 AS DOUBLE)
FROM cells
JOIN quantiles USING (g1, part)
JOIN names1 USING (g1)
LEFT JOIN matched USING (g1, part)
ORDER BY part, name1
-- $1 = p
-- $2 = 0.4999999999995
-- $3 = production
-- $4 = 2026-10-24T00:00:00Z
-- $5 = 2026-10-27T00:00:00Z
