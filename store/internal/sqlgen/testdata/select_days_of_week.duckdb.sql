WITH days AS (
    SELECT
        unnest($2::BIGINT[]) AS slot,
        unnest($3::BIGINT[]) AS day,
        unnest($4::BIGINT[]) AS week
),
facts AS (
    SELECT
        0 AS part,
        f.user_code AS who,
        f.conversation_code AS conversation,
        f.asked AS is_has_prompt,
        days.day AS day,
        days.week AS week
    FROM turns f
    JOIN days ON days.slot = (epoch_us(f.started_at::TIMESTAMP) - epoch_us($5::TIMESTAMP)) // $6
    WHERE f.project = $1
      AND f.started_at >= $7
      AND f.started_at < $8
      AND f.asked
),
per_user AS (
    SELECT
        part, who,
        CAST(count(CASE WHEN is_has_prompt THEN 1 END) AS DOUBLE) AS rows_has_prompt,
        CAST(count(DISTINCT CASE WHEN is_has_prompt AND who <> 0 THEN week END) AS DOUBLE) AS weeks_has_prompt,
        CAST(count(DISTINCT CASE WHEN is_has_prompt AND who <> 0 THEN day END) AS DOUBLE) / 7 AS days_has_prompt
    FROM facts
    GROUP BY part, who
),
cells AS (
    SELECT
        part,
        sum(rows_has_prompt) AS rows_has_prompt,
        sum(weeks_has_prompt) AS weeks_has_prompt,
        sum(days_has_prompt) AS days_has_prompt,
        count(CASE WHEN weeks_has_prompt > 0 THEN 1 END) AS weeks_has_prompt_users,
        sum(CASE WHEN weeks_has_prompt > 0 THEN days_has_prompt * days_has_prompt / weeks_has_prompt ELSE 0 END) AS days_has_prompt_squares,
        sum(weeks_has_prompt * weeks_has_prompt) AS weeks_has_prompt_by_weeks_has_prompt,
        sum(days_has_prompt * weeks_has_prompt) AS days_has_prompt_by_weeks_has_prompt,
        sum(days_has_prompt * days_has_prompt) AS days_has_prompt_by_days_has_prompt
    FROM per_user
    GROUP BY part
),
per_conversation AS (
    SELECT
        part,
        conversation,
        max(is_has_prompt) AS is_has_prompt
    FROM facts
    WHERE conversation <> 0
      AND (is_has_prompt)
    GROUP BY part, conversation
),
matched AS (
    SELECT
        part,
        count(CASE WHEN is_has_prompt THEN 1 END) AS matches_has_prompt
    FROM per_conversation
    GROUP BY part
)
SELECT part,
    CAST(matches_has_prompt AS DOUBLE),
    CAST(rows_has_prompt AS DOUBLE),
    CAST(weeks_has_prompt AS DOUBLE),
    CAST(days_has_prompt AS DOUBLE),
    CAST(weeks_has_prompt_users AS DOUBLE),
    CAST(days_has_prompt_squares AS DOUBLE),
    CAST(weeks_has_prompt_by_weeks_has_prompt AS DOUBLE),
    CAST(days_has_prompt_by_weeks_has_prompt AS DOUBLE),
    CAST(days_has_prompt_by_days_has_prompt AS DOUBLE)
FROM cells
LEFT JOIN matched USING (part)
ORDER BY part
-- $1 = p
-- $2 = [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96 97 98 99 100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127 128 129 130 131 132 133 134 135 136 137 138 139 140 141 142 143 144 145 146 147 148 149 150 151 152 153 154 155 156 157 158 159 160 161 162 163 164 165 166 167 168 169 170 171 172 173 174 175 176 177 178 179 180 181 182 183 184 185 186 187 188 189 190 191 192 193 194 195 196 197 198 199 200 201 202 203 204 205 206 207 208 209 210 211 212 213 214 215 216]
-- $3 = [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8]
-- $4 = [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1]
-- $5 = 2026-10-18T22:00:00Z
-- $6 = 3600000000
-- $7 = 2026-10-24T00:00:00Z
-- $8 = 2026-10-27T00:00:00Z
