SELECT event_id, kind
FROM events r
WHERE r.project = $1
  AND r.occurred_at >= $2
  AND r.conversation_id <= $3
  AND (r.conversation_id < $3 OR r.occurred_at <= $4)
ORDER BY r.conversation_id, r.occurred_at, r.event_id
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = c5
-- $4 = 2026-10-26T00:00:00Z
