WITH buckets AS (
    SELECT
        unnest($10::BIGINT[]) AS slot,
        unnest($11::BIGINT[]) AS number
),
facts AS (
    SELECT
        f.agent AS name1,
        hash(f.agent) AS g1,
        coalesce(d2.text, '') AS name2,
        hash(coalesce(d2.text, '')) AS g2,
        buckets.number AS part,
        f.user_code AS who,
        f.settled,
        ((f.settled AND f.outcome <> $2) AND f.outcome IN ($3, $4)) AS is_judged_and_succeeded,
        ((f.settled AND f.outcome <> $2)) AS is_judged
    FROM conversations f
    LEFT JOIN conversation_properties d2 ON d2.project = f.project AND d2.conversation_code = f.conversation_code AND d2.ordinal = 0 AND d2.name = $5
    JOIN buckets ON buckets.slot = (epoch_us(f.started_at::TIMESTAMP) - epoch_us($12::TIMESTAMP)) // $13
    WHERE f.project = $1
      AND f.started_at >= $6
      AND f.started_at < $7
      AND (list_contains(f.agents, $8)
          AND NOT (len(list_filter(f.ratings, lambda x: x < $9)) > 0))
      AND (((f.settled AND f.outcome <> $2))
        OR NOT f.settled)
),
per_user AS (
    SELECT
        g1, g2, part, who,
        CAST(count(CASE WHEN is_judged THEN 1 END) AS DOUBLE) AS rows_judged,
        CAST(count(CASE WHEN is_judged_and_succeeded THEN 1 END) AS DOUBLE) AS rows_judged_and_succeeded
    FROM facts
    GROUP BY g1, g2, part, who
),
cells AS (
    SELECT
        g1, g2, part,
        sum(rows_judged) AS rows_judged,
        sum(rows_judged_and_succeeded) AS rows_judged_and_succeeded,
        count(CASE WHEN rows_judged > 0 THEN 1 END) AS users_judged,
        sum(rows_judged * rows_judged) AS rows_judged_by_rows_judged,
        sum(rows_judged_and_succeeded * rows_judged) AS rows_judged_and_succeeded_by_rows_judged,
        sum(rows_judged_and_succeeded * rows_judged_and_succeeded) AS rows_judged_and_succeeded_by_rows_judged_and_succeeded
    FROM per_user
    GROUP BY g1, g2, part
),
totals AS (
    SELECT
        g1, g2, part,
        count(CASE WHEN NOT settled THEN 1 END) AS total_unsettled,
        count(CASE WHEN is_judged_and_succeeded THEN 1 END) AS total_rows_judged_and_succeeded
    FROM facts
    GROUP BY g1, g2, part
),
names1 AS (
    SELECT g1, any_value(name1) AS name1
    FROM facts
    GROUP BY g1
),
names2 AS (
    SELECT g2, any_value(name2) AS name2
    FROM facts
    GROUP BY g2
)
SELECT name1,
    name2,
    part,
    CAST(total_unsettled AS DOUBLE),
    CAST(total_rows_judged_and_succeeded AS DOUBLE),
    CAST(rows_judged AS DOUBLE),
    CAST(rows_judged_and_succeeded AS DOUBLE),
    CAST(users_judged AS DOUBLE),
    CAST(rows_judged_by_rows_judged AS DOUBLE),
    CAST(rows_judged_and_succeeded_by_rows_judged AS DOUBLE),
    CAST(rows_judged_and_succeeded_by_rows_judged_and_succeeded AS DOUBLE)
FROM cells
JOIN totals USING (g1, g2, part)
JOIN names1 USING (g1)
JOIN names2 USING (g2)
ORDER BY part, name1, name2
-- $1 = p
-- $2 = unknown
-- $3 = confirmed
-- $4 = assumed
-- $5 = plan
-- $6 = 2026-10-24T00:00:00Z
-- $7 = 2026-10-27T00:00:00Z
-- $8 = support
-- $9 = 0.5
-- $10 = [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96]
-- $11 = [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3]
-- $12 = 2026-10-23T22:00:00Z
-- $13 = 3600000000
