WITH buckets AS (
    SELECT
        unnest($10::BIGINT[]) AS slot,
        unnest($11::BIGINT[]) AS number
),
facts AS (
    SELECT
        f.agent AS g1,
        coalesce(d2.text, '') AS g2,
        buckets.number AS bucket,
        f.user_id AS who,
        f.conversation_id AS conversation,
        (f.settled AND f.outcome <> $9) AS counted,
        f.settled,
        ((f.settled AND f.outcome <> $9) AND f.outcome IN ($7, $8)) AS met
    FROM conversations f
    LEFT JOIN conversation_properties d2 ON d2.project = f.project AND d2.conversation_id = f.conversation_id AND d2.ordinal = 0 AND d2.name = $2
    JOIN buckets ON buckets.slot = (epoch_us(f.started_at) - epoch_us($12::TIMESTAMP)) // $13
    WHERE f.project = $1
      AND f.started_at >= $3
      AND f.started_at < $4
      AND (list_contains(f.agents, $5)
          AND NOT (len(list_filter(f.ratings, lambda x: x < $6)) > 0))
      AND ((f.settled AND f.outcome <> $9) OR NOT f.settled)
),
per_user AS (
    SELECT g1, g2, bucket, who,
        count(*) FILTER (WHERE counted) AS n,
        count(*) FILTER (WHERE met) AS k,
        count(*) FILTER (WHERE met) AS met,
        0 AS squares,
        count(*) FILTER (WHERE NOT settled) AS unsettled
    FROM facts
    GROUP BY g1, g2, bucket, who
),
cells AS (
    SELECT g1, g2, bucket,
        sum(n) AS n, sum(k) AS k, sum(met) AS met,
        count(*) FILTER (WHERE n > 0) AS users,
        count(*) FILTER (WHERE n > 0 AND who <> '') AS known,
        sum(CAST(n AS DOUBLE) * n) AS n2, sum(CAST(k AS DOUBLE) * n) AS kn, sum(CAST(k AS DOUBLE) * k) AS k2,
        sum(squares) AS squares, sum(unsettled) AS unsettled
    FROM per_user
    GROUP BY g1, g2, bucket
)
SELECT g1, g2, bucket,
    CAST(c.n AS BIGINT), CAST(c.k AS BIGINT), CAST(c.met AS BIGINT), c.users,
    c.n2, c.kn, c.k2, CAST(0 AS DOUBLE), CAST(c.squares AS DOUBLE), CAST(c.unsettled AS BIGINT), NULL
FROM cells c
ORDER BY bucket, g1, g2
-- $1 = p
-- $2 = plan
-- $3 = 2026-10-24T00:00:00Z
-- $4 = 2026-10-27T00:00:00Z
-- $5 = support
-- $6 = 0.5
-- $7 = confirmed
-- $8 = assumed
-- $9 = unknown
-- $10 = [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96]
-- $11 = [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3]
-- $12 = 2026-10-23T22:00:00Z
-- $13 = 3600000000
