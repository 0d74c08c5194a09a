WITH listed AS (
    SELECT c.conversation_id, c.started_at
    FROM conversations c
    WHERE c.project = $1
      AND c.started_at >= $4
      AND c.started_at < $5
      AND ((c.conversation_code IN (
              SELECT t.conversation_code FROM turns t
              WHERE t.project = $1
                AND ((t.prompt <> '' AND contains(lower(t.prompt), lower($2))) OR (t.response <> '' AND contains(lower(t.response), lower($2))))
          ) OR c.conversation_id IN (
              SELECT coalesce(t.conversation_id, e.conversation_id) FROM events e
              LEFT JOIN traces t ON t.project = e.project AND t.trace = e.conversation_id
              WHERE e.project = $1 AND e.kind = 'satisfaction'
                AND (e.text <> '' AND contains(lower(e.text), lower($2)))
          ))
          AND (c.conversation_code IN (
              SELECT t.conversation_code FROM turns t
              WHERE t.project = $1
                AND ((t.prompt <> '' AND NOT contains(lower(t.prompt), lower($3))) OR (t.response <> '' AND NOT contains(lower(t.response), lower($3))))
          ) OR c.conversation_id IN (
              SELECT coalesce(t.conversation_id, e.conversation_id) FROM events e
              LEFT JOIN traces t ON t.project = e.project AND t.trace = e.conversation_id
              WHERE e.project = $1 AND e.kind = 'satisfaction'
                AND (e.text <> '' AND NOT contains(lower(e.text), lower($3)))
          )))
),
page AS (
    SELECT c.conversation_id, row_number() OVER (ORDER BY c.started_at DESC, c.conversation_id) AS place
    FROM listed c
    ORDER BY c.started_at DESC, c.conversation_id
    LIMIT $6
),
counted AS (
    SELECT count(*) AS total FROM listed
)
SELECT counted.total, page.conversation_id
FROM counted LEFT JOIN page ON TRUE
ORDER BY page.place
-- $1 = p
-- $2 = export
-- $3 = pdf
-- $4 = 2026-10-24T00:00:00Z
-- $5 = 2026-10-27T00:00:00Z
-- $6 = 51
