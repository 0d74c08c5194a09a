WITH occurrences AS (
    SELECT p.name AS value FROM conversation_properties p WHERE p.ordinal = 0 AND p.project = $1
)
SELECT value, count(*) AS times
FROM occurrences
WHERE value <> ''
GROUP BY value
ORDER BY times DESC, value
LIMIT $2
-- $1 = p
-- $2 = 20
