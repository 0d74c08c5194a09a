SELECT event_id, kind
FROM events r
WHERE r.project = $1
  AND r.occurred_at >= $2
ORDER BY r.conversation_id, r.occurred_at, r.event_id
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
