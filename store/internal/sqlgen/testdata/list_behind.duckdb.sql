WITH listed AS (
    SELECT c.conversation_id, c.started_at
    FROM conversations c
    WHERE c.project = $1
      AND c.settled
      AND c.conversation_id IN (
          SELECT f.conversation_id FROM turns f
          WHERE f.project = $1
            AND f.started_at >= $2
            AND f.started_at < $3
            AND f.asked
            AND list_contains(f.signals, $4)
            AND f.agent = $5
            AND f.topic = $6
      )
),
page AS (
    SELECT c.conversation_id, row_number() OVER (ORDER BY c.started_at DESC, c.conversation_id) AS place
    FROM listed c
    ORDER BY c.started_at DESC, c.conversation_id
    LIMIT $7
),
counted AS (
    SELECT count(*) AS total FROM listed
)
SELECT counted.total, page.conversation_id
FROM counted LEFT JOIN page ON TRUE
ORDER BY page.place
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
-- $4 = unanswered
-- $5 = support
-- $6 = 
-- $7 = 51
