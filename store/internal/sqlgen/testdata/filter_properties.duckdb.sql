WITH listed AS (
    SELECT c.conversation_id, c.started_at
    FROM conversations c
    WHERE c.project = $1
      AND c.started_at >= $12
      AND c.started_at < $13
      AND (c.conversation_code IN (
              SELECT p.conversation_code FROM conversation_properties p
              WHERE p.project = $1 AND p.name = $2
                AND p.text = $3
          )
          OR c.conversation_code IN (
              SELECT p.conversation_code FROM conversation_properties p
              WHERE p.project = $1 AND p.name = $4
                AND p.number > $5
          )
          OR c.conversation_code IN (
              SELECT p.conversation_code FROM conversation_properties p
              WHERE p.project = $1 AND p.name = $6
                AND p.text = $7
          )
          OR NOT (c.conversation_code IN (
              SELECT p.conversation_code FROM conversation_properties p
              WHERE p.project = $1 AND p.name = $8
                AND TRUE
          ))
          OR c.conversation_code IN (
              SELECT o.conversation_code
              FROM (SELECT c.conversation_code, unnest(c.users) AS owner FROM conversations c WHERE c.project = $1) o
              WHERE o.owner IN (
                  SELECT p.owner FROM traits p
                  WHERE p.project = $1 AND NOT p.account AND p.name = $9
                    AND contains(lower(p.text), lower($10))
              )
          )
          OR c.conversation_code IN (
              SELECT o.conversation_code
              FROM (SELECT c.conversation_code, unnest(c.accounts) AS owner FROM conversations c WHERE c.project = $1) o
              WHERE o.owner IN (
                  SELECT p.owner FROM traits p
                  WHERE p.project = $1 AND p.account AND p.name = $4
                    AND p.number IN ($5, $11)
              )
          ))
),
page AS (
    SELECT c.conversation_id, row_number() OVER (ORDER BY c.started_at DESC, c.conversation_id) AS place
    FROM listed c
    ORDER BY c.started_at DESC, c.conversation_id
    LIMIT $14
),
counted AS (
    SELECT count(*) AS total FROM listed
)
SELECT counted.total, page.conversation_id
FROM counted LEFT JOIN page ON TRUE
ORDER BY page.place
-- $1 = p
-- $2 = plan
-- $3 = pro
-- $4 = seats
-- $5 = 5
-- $6 = beta
-- $7 = true
-- $8 = x
-- $9 = role
-- $10 = adm
-- $11 = 10
-- $12 = 2026-10-24T00:00:00Z
-- $13 = 2026-10-27T00:00:00Z
-- $14 = 51
