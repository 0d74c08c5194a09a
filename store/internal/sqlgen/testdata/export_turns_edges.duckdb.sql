WITH selected AS (
    SELECT c.conversation_id FROM conversations c
    WHERE c.project = $1
      AND list_contains(c.agents, $5)
),
sizes AS (
    SELECT r.conversation_id, count(*) AS size
    FROM turns r
    WHERE r.project = $1
      AND (r.conversation_id, r.started_at, r.turn_id) > ($2, $3, $4)
      AND r.conversation_id IN (SELECT s.conversation_id FROM selected s)
    GROUP BY r.conversation_id
),
small AS (
    SELECT s.conversation_id, sum(s.size) OVER (ORDER BY s.conversation_id ROWS UNBOUNDED PRECEDING) AS upto
    FROM sizes s
    WHERE s.size <= $6
),
large AS (
    SELECT r.conversation_id, r.started_at AS edge_at, row_number() OVER (PARTITION BY r.conversation_id ORDER BY r.started_at) AS place
    FROM turns r
    WHERE r.project = $1
      AND (r.conversation_id, r.started_at, r.turn_id) > ($2, $3, $4)
      AND r.conversation_id IN (SELECT s.conversation_id FROM selected s)
      AND r.conversation_id IN (SELECT s.conversation_id FROM sizes s WHERE s.size > $6)
),
edges AS (
    SELECT max(m.conversation_id) AS conversation_id, CAST($7 AS TIMESTAMP) AS edge_at
    FROM small m
    GROUP BY floor(m.upto / $6)
    UNION ALL
    SELECT l.conversation_id, max(l.edge_at) AS edge_at
    FROM large l
    GROUP BY l.conversation_id, floor(l.place / $6)
)
SELECT conversation_id, edge_at
FROM edges
ORDER BY conversation_id, edge_at
-- $1 = p
-- $2 = c2
-- $3 = 2026-10-25T00:00:00Z
-- $4 = t3
-- $5 = a
-- $6 = 1000
-- $7 = 9999-01-01T00:00:00Z
