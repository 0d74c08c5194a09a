WITH occurrences AS (
    SELECT unnest(c.agents) AS value FROM conversations c WHERE c.project = $1
)
SELECT value, count(*) AS times
FROM occurrences
WHERE value <> ''
GROUP BY value
ORDER BY times DESC, value
LIMIT $2
-- $1 = p
-- $2 = 20
