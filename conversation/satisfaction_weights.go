package conversation

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The weights are data that a reader can inspect; each file tells where it
// comes from.
//
//go:embed weights/turns.tsv
var writtenTurnWeights string

//go:embed weights/conversations.tsv
var writtenConversationWeights string

// errWeights says that a file of weights cannot be read.
var errWeights = errors.New("not weights")

// turnWeighing is the weights of what is estimated of a turn.
type turnWeighing struct{ dissatisfied, gap, unread weighing }

//nolint:gochecknoglobals // constants that are read late
var turnWeights = sync.OnceValue(func() *turnWeighing {
	rows, err := readWeights(writtenTurnWeights, append([]string{"base"}, Cues()...), 3)
	if err != nil {
		panic(fmt.Errorf("weights/turns.tsv: %w", err)) // not reached: a test reads it
	}
	w := new(turnWeighing)
	for k, to := range []*weighing{&w.dissatisfied, &w.gap, &w.unread} {
		to.base = rows[0][k]
		for i := range to.cues {
			to.cues[i] = rows[1+i][k]
		}
	}
	return w
})

// conversationWeighing is the weights of a conversation's estimated
// satisfaction.
type conversationWeighing struct {
	base, mood float64
	doubt      float64 // standard deviation of the log odds for a product of which nothing is known
}

//nolint:gochecknoglobals // likewise
var conversationWeights = sync.OnceValue(func() *conversationWeighing {
	rows, err := readWeights(writtenConversationWeights, OverallWeights(), 1)
	if err != nil {
		panic(fmt.Errorf("weights/conversations.tsv: %w", err)) // likewise
	}
	w := new(conversationWeighing)
	for i, to := range []*float64{&w.base, &w.mood, &w.doubt} {
		*to = rows[i][0]
	}
	return w
})

// OverallWeights names the weights of a conversation's estimate.
func OverallWeights() []string {
	return []string{"base", "mood", "doubt"}
}

// readWeights reads rows of a name and numbers, under comments and a line of
// headings: the rows of these names in this order.
func readWeights(written string, names []string, columns int) ([][]float64, error) {
	var rows [][]float64
	var found []string
	heading := true
	for line := range strings.Lines(written) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case strings.HasPrefix(line, "#"):
			continue
		case heading:
			heading = false
			continue
		case len(fields) <= columns:
			return nil, fmt.Errorf("%w: %q", errWeights, line)
		}
		row := make([]float64, columns)
		for i := range row {
			x, err := strconv.ParseFloat(fields[1+i], 64)
			if err != nil {
				return nil, fmt.Errorf("%w: %q", errWeights, line)
			}
			row[i] = x
		}
		rows, found = append(rows, row), append(found, fields[0])
	}
	if !slices.Equal(found, names) {
		return nil, fmt.Errorf("%w: rows %v, want %v", errWeights, found, names)
	}
	return rows, nil
}
