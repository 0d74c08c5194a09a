package where

import "strings"

// didYouMean is a hint to the candidate nearest to what was written, or empty
// if none is near.
func didYouMean(written string, candidates []string) string {
	best, bestDistance := "", 3 // Two slips at most: more is another word.
	lower := strings.ToLower(written)
	for _, c := range candidates {
		distance := editDistance(lower, c)
		if strings.HasPrefix(lower, c) || (len(lower) >= 3 && strings.HasPrefix(c, lower)) {
			distance = min(distance, 1)
		}
		if distance < bestDistance && distance < len(c)-1 {
			best, bestDistance = c, distance
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// editDistance counts the insertions, deletions, replacements and swaps of
// neighbours that turn a into b (optimal string alignment).
func editDistance(a, b string) int {
	const far = 99 // Longer than any name of the language.
	if len(a) > far {
		return far
	}
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
