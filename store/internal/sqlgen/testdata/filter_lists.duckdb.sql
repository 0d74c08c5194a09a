WITH listed AS (
    SELECT c.conversation_id, c.started_at
    FROM conversations c
    WHERE c.project = $1
      AND c.started_at >= $8
      AND c.started_at < $9
      AND (list_contains(c.agents, $2)
          AND len(list_filter(c.versions, lambda x: (x <> '' AND x <> $3))) > 0
          AND len(list_filter(c.models, lambda x: (x <> '' AND contains(lower(x), lower($4))))) > 0
          AND len(list_filter(c.topics, lambda x: (x <> '' AND x IN ($5, $6)))) > 0
          AND len(list_filter(c.signals, lambda x: x <> '')) > 0
          AND len(list_filter(c.ratings, lambda x: x >= $7)) > 0)
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
-- $2 = a
-- $3 = 1
-- $4 = mini
-- $5 = x
-- $6 = y
-- $7 = 0.75
-- $8 = 2026-10-24T00:00:00Z
-- $9 = 2026-10-27T00:00:00Z
-- $10 = 51
