WITH listed AS (
    SELECT c.conversation_id, c.started_at
    FROM conversations c
    WHERE c.project = $1
      AND c.started_at >= $8
      AND c.started_at < $9
      AND ((c.outcome <> '' AND c.outcome IN ($2, $3))
          AND NOT c.settled
          AND (c.explicit IS NOT NULL AND c.explicit < $4)
          AND (c.conversions > 0)
          AND len(list_filter(c.amounts, lambda x: x > $5)) > 0
          AND CAST(c.turns AS DOUBLE) >= $6
          AND c.started_at < $7)
),
page AS (
    SELECT c.conversation_id, row_number() OVER (ORDER BY c.started_at DESC, c.conversation_id) AS place
    FROM listed c
    ORDER BY c.started_at DESC, c.conversation_id
    LIMIT $10
),
counted AS (
    SELECT count(*) AS total FROM listed
)
SELECT counted.total, page.conversation_id
FROM counted LEFT JOIN page ON TRUE
ORDER BY page.place
-- $1 = p
-- $2 = failed
-- $3 = abandoned
-- $4 = 0.5
-- $5 = 100
-- $6 = 3
-- $7 = 2026-10-26T00:00:00Z
-- $8 = 2026-10-24T00:00:00Z
-- $9 = 2026-10-27T00:00:00Z
-- $10 = 51
