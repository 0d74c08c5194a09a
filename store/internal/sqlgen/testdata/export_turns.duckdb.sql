WITH selected AS (
    SELECT c.conversation_id FROM conversations c
    WHERE c.project = $1
      AND list_contains(c.agents, $5)
)
SELECT turn_id, prompt
FROM turns r
WHERE r.project = $1
  AND (r.conversation_id, r.started_at, r.turn_id) > ($2, $3, $4)
  AND r.conversation_id IN (SELECT s.conversation_id FROM selected s)
  AND r.conversation_id <= $6
  AND (r.conversation_id < $6 OR r.started_at <= $7)
ORDER BY r.conversation_id, r.started_at, r.turn_id
-- $1 = p
-- $2 = c2
-- $3 = 2026-10-25T00:00:00Z
-- $4 = t3
-- $5 = a
-- $6 = c5
-- $7 = 2026-10-26T00:00:00Z
