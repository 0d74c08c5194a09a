WITH selected AS (
    SELECT c.conversation_id FROM conversations c
    WHERE c.project = $1
      AND list_contains(c.agents, $2)
)
SELECT turn_id, prompt
FROM turns r
WHERE r.project = $1
  AND r.conversation_id IN (SELECT s.conversation_id FROM selected s)
ORDER BY r.conversation_id, r.started_at, r.turn_id
-- $1 = p
-- $2 = a
