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
buckets AS (
    SELECT
        unnest($6::BIGINT[]) AS slot,
        unnest($7::BIGINT[]) AS number,
        unnest($8::BIGINT[]) AS opens
),
facts AS (
    SELECT
        buckets.number AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        (f.asked AND coalesce((h.began_at < $2 OR (epoch_us(h.began_at::TIMESTAMP) - epoch_us($3::TIMESTAMP)) // $4 < buckets.opens), FALSE)) AS is_has_prompt_and_returning
    FROM turns f
    LEFT JOIN began h ON h.user_code = f.user_code
    JOIN buckets ON buckets.slot = (epoch_us(f.started_at::TIMESTAMP) - epoch_us($3::TIMESTAMP)) // $4
    WHERE f.project = $1
      AND f.started_at >= $2
      AND f.started_at < $5
      AND (f.asked AND coalesce((h.began_at < $2 OR (epoch_us(h.began_at::TIMESTAMP) - epoch_us($3::TIMESTAMP)) // $4 < buckets.opens), FALSE))
),
per_user AS (
    SELECT
        part, who,
        CAST(count(CASE WHEN is_has_prompt_and_returning THEN 1 END) AS DOUBLE) AS rows_has_prompt_and_returning
    FROM facts
    GROUP BY part, who
),
cells AS (
    SELECT
        part,
        sum(rows_has_prompt_and_returning) AS rows_has_prompt_and_returning,
        count(CASE WHEN rows_has_prompt_and_returning > 0 AND who <> 0 THEN 1 END) AS known_has_prompt_and_returning
    FROM per_user
    GROUP BY part
),
per_conversation AS (
    SELECT
        part,
        conversation,
        max(is_has_prompt_and_returning) AS is_has_prompt_and_returning
    FROM facts
    WHERE conversation <> 0
      AND (is_has_prompt_and_returning)
    GROUP BY part, conversation
),
matched AS (
    SELECT
        part,
        count(CASE WHEN is_has_prompt_and_returning THEN 1 END) AS matches_has_prompt_and_returning
    FROM per_conversation
    GROUP BY part
)
SELECT part,
    CAST(matches_has_prompt_and_returning AS DOUBLE),
    CAST(rows_has_prompt_and_returning AS DOUBLE),
    CAST(known_has_prompt_and_returning AS DOUBLE)
FROM cells
LEFT JOIN matched USING (part)
ORDER BY part
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-23T22:00:00Z
-- $4 = 3600000000
-- $5 = 2026-10-27T00:00:00Z
-- $6 = [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96]
-- $7 = [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3]
-- $8 = [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 24 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 49 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73 73]
