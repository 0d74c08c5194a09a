WITH sizes AS (
    SELECT r.conversation_id, count(*) AS size
    FROM events r
    WHERE r.project = $1
      AND r.occurred_at >= $2
    GROUP BY r.conversation_id
),
small AS (
    SELECT s.conversation_id, sum(s.size) OVER (ORDER BY s.conversation_id ROWS UNBOUNDED PRECEDING) AS upto
    FROM sizes s
    WHERE s.size <= $3
),
large AS (
    SELECT r.conversation_id, r.occurred_at AS edge_at, row_number() OVER (PARTITION BY r.conversation_id ORDER BY r.occurred_at) AS place
    FROM events r
    WHERE r.project = $1
      AND r.occurred_at >= $2
      AND r.conversation_id IN (SELECT s.conversation_id FROM sizes s WHERE s.size > $3)
),
edges AS (
    SELECT max(m.conversation_id) AS conversation_id, CAST($4 AS TIMESTAMP) AS edge_at
    FROM small m
    GROUP BY floor(m.upto / $3)
    UNION ALL
    SELECT l.conversation_id, max(l.edge_at) AS edge_at
    FROM large l
    GROUP BY l.conversation_id, floor(l.place / $3)
)
SELECT conversation_id, edge_at
FROM edges
ORDER BY conversation_id, edge_at
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 1000
-- $4 = 9999-01-01T00:00:00Z
