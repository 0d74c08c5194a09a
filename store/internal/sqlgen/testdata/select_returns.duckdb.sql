WITH asked AS (
    SELECT
        f.project AS project, f.turn_id AS turn_id, f.conversation_id AS conversation_id, f.conversation_code AS conversation_code, f.started_at AS started_at, f.agent AS agent, f.version AS version, f.model AS model, f.language AS language, f.topic AS topic, f.theme AS theme, f.account AS account, f.environment AS environment, f.user_id AS user_id, f.user_code AS user_code, f.identified AS identified, f.session_id AS session_id
    FROM turns f
    WHERE f.project = $1
      AND f.asked
      AND f.user_code <> 0
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
weeks AS (
    SELECT unnest($3::BIGINT[]) AS week
),
uses AS (
    SELECT DISTINCT a.user_code, (epoch_us(a.started_at::TIMESTAMP) - epoch_us(h.began_at::TIMESTAMP)) // $2 AS week
    FROM asked a
    JOIN began h ON h.user_code = a.user_code
),
returns AS (
    SELECT
        o.project AS project, o.turn_id AS turn_id, o.conversation_id AS conversation_id, o.conversation_code AS conversation_code, o.started_at AS started_at, o.agent AS agent, o.version AS version, o.model AS model, o.language AS language, o.topic AS topic, o.theme AS theme, o.account AS account, o.environment AS environment, o.user_id AS user_id, o.user_code AS user_code, o.identified AS identified, o.session_id AS session_id,
        CAST(w.week AS VARCHAR) AS week, (epoch_us($4::TIMESTAMP) - epoch_us(o.started_at::TIMESTAMP)) // $2 > w.week AS elapsed, u.user_code IS NOT NULL AS returned
    FROM firsts o
    CROSS JOIN weeks w
    LEFT JOIN uses u ON u.user_code = o.user_code AND u.week = w.week
),
facts AS (
    SELECT
        f.week AS name1,
        hash(f.week) AS g1,
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        (f.elapsed AND f.returned) AS is_elapsed_and_returned,
        f.elapsed AS is_elapsed
    FROM returns f
    WHERE f.project = $1
      AND f.started_at >= $5
      AND f.started_at < $6
      AND f.elapsed
),
per_user AS (
    SELECT
        g1, part, who,
        CAST(count(CASE WHEN is_elapsed THEN 1 END) AS DOUBLE) AS rows_elapsed,
        CAST(count(CASE WHEN is_elapsed_and_returned THEN 1 END) AS DOUBLE) AS rows_elapsed_and_returned
    FROM facts
    GROUP BY g1, part, who
),
cells AS (
    SELECT
        g1, part,
        sum(rows_elapsed) AS rows_elapsed,
        sum(rows_elapsed_and_returned) AS rows_elapsed_and_returned,
        count(CASE WHEN rows_elapsed > 0 THEN 1 END) AS users_elapsed,
        sum(rows_elapsed * rows_elapsed) AS rows_elapsed_by_rows_elapsed,
        sum(rows_elapsed_and_returned * rows_elapsed) AS rows_elapsed_and_returned_by_rows_elapsed,
        sum(rows_elapsed_and_returned * rows_elapsed_and_returned) AS rows_elapsed_and_returned_by_rows_elapsed_and_returned
    FROM per_user
    GROUP BY g1, part
),
per_conversation AS (
    SELECT
        g1, part,
        conversation,
        max(is_elapsed_and_returned) AS is_elapsed_and_returned
    FROM facts
    WHERE conversation <> 0
      AND (is_elapsed_and_returned)
    GROUP BY g1, part, conversation
),
matched AS (
    SELECT
        g1, part,
        count(CASE WHEN is_elapsed_and_returned THEN 1 END) AS matches_elapsed_and_returned
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
    CAST(matches_elapsed_and_returned AS DOUBLE),
    CAST(rows_elapsed AS DOUBLE),
    CAST(rows_elapsed_and_returned AS DOUBLE),
    CAST(users_elapsed AS DOUBLE),
    CAST(rows_elapsed_by_rows_elapsed AS DOUBLE),
    CAST(rows_elapsed_and_returned_by_rows_elapsed AS DOUBLE),
    CAST(rows_elapsed_and_returned_by_rows_elapsed_and_returned AS DOUBLE)
FROM cells
JOIN names1 USING (g1)
LEFT JOIN matched USING (g1, part)
ORDER BY part, name1
-- $1 = p
-- $2 = 604800000000
-- $3 = [1 2]
-- $4 = 2026-11-15T00:00:00Z
-- $5 = 2026-10-24T00:00:00Z
-- $6 = 2026-10-27T00:00:00Z
