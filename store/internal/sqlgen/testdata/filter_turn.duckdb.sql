WITH said AS (
    SELECT t.turn_id, t.conversation_id, t.prompt_event AS event_id FROM turns t WHERE t.project = $1
    UNION ALL
    SELECT t.turn_id, t.conversation_id, unnest(t.response_events) AS event_id FROM turns t WHERE t.project = $1
),
turn_events AS (
    SELECT s.turn_id, s.event_id FROM said s
    UNION
    SELECT s.turn_id, e.event_id
    FROM said s
    JOIN events m ON m.project = $1 AND m.event_id = s.event_id AND m.message_id <> ''
    JOIN events e ON e.project = $1 AND e.conversation_id = m.conversation_id AND e.message_id = m.message_id
    WHERE e.kind IN ('satisfaction', 'action')
),
listed AS (
    SELECT c.conversation_id, c.started_at
    FROM conversations c
    WHERE c.project = $1
      AND c.started_at >= $8
      AND c.started_at < $9
      AND c.conversation_code IN (
            SELECT t.conversation_code FROM turns t
            WHERE t.project = $1
              AND (t.model = $2
              AND list_contains(t.signals, $3)
              AND t.turn_id IN (
                  SELECT r.turn_id FROM ratings r
                  WHERE r.project = $1 AND r.turn_id <> ''
                    AND r.value < $4
              )
              AND ((t.prompt <> '' AND contains(lower(t.prompt), lower($5))) OR (t.response <> '' AND contains(lower(t.response), lower($5))) OR t.turn_id IN (
                  SELECT o.turn_id FROM turn_events o
                  JOIN events e ON e.project = $1 AND e.event_id = o.event_id
                  WHERE e.kind = 'satisfaction' AND (e.text <> '' AND contains(lower(e.text), lower($5)))
              ))
              AND NOT (t.turn_id IN (
                  SELECT o.turn_id FROM turn_events o
                  JOIN events e ON e.project = $1 AND e.event_id = o.event_id
                  WHERE CASE WHEN json_type(e.properties, $6) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ELSE json_extract_string(e.properties, $6) END = $7
              )))
        )
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
-- $2 = m-2
-- $3 = unanswered
-- $4 = 0.5
-- $5 = export
-- $6 = /a~1b
-- $7 = x
-- $8 = 2026-10-24T00:00:00Z
-- $9 = 2026-10-27T00:00:00Z
-- $10 = 51
