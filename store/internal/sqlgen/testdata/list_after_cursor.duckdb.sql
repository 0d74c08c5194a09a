WITH listed AS (
    SELECT c.conversation_id, c.explicit
    FROM conversations c
    WHERE c.project = $1
      AND c.started_at >= $2
      AND c.started_at < $3
),
page AS (
    SELECT c.conversation_id, row_number() OVER (ORDER BY c.explicit DESC NULLS LAST, c.conversation_id) AS place
    FROM listed c
    WHERE (c.explicit < $5 OR (c.explicit = $5 AND c.conversation_id > $4) OR c.explicit IS NULL)
    ORDER BY c.explicit DESC NULLS LAST, c.conversation_id
    LIMIT $6
),
counted AS (
    SELECT count(*) AS total FROM listed
)
SELECT counted.total, page.conversation_id
FROM counted LEFT JOIN page ON TRUE
ORDER BY page.place
-- $1 = p
-- $2 = 2026-10-24T00:00:00Z
-- $3 = 2026-10-27T00:00:00Z
-- $4 = c7
-- $5 = 0.75
-- $6 = 51
