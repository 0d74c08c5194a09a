package sqlgen

import (
	"strconv"
)

// Ranked asks for the values of a quantile's cells at ranks.
type Ranked struct {
	Groups [][]string // of each cell, empty texts where it has no value
	Parts  []int64    // likewise
	Ranks  []int64    // from 1, in ascending order of the column
}

// Ranks compiles the question for the values at some ranks of the cells of
// one ask of a batch, a quantile. Its rows are the index in r and the value.
// Equal values are counted before they are put in order: latencies repeat.
func Ranks(d Dialect, batch Batch, ask Ask, r Ranked) (Statement, error) {
	s, err := newSelecting(d, &batch)
	if err != nil {
		return Statement{}, err
	}
	met, err := s.meets(batch.Fact, conditions{ask.Of, ask.Among, ask.Column})
	if err != nil {
		return Statement{}, err
	}
	x := s.facts.add(string(ask.Column), s.column(ask.Column))
	if err = s.addFacts(met); err != nil {
		return Statement{}, err
	}
	g := batch.groups()
	index := make([]int64, len(r.Ranks))
	for i := range index {
		index[i] = int64(i)
	}
	list := make([]Listed, 0, len(batch.By)+4)
	for i := range batch.By {
		values := make([]string, len(r.Groups))
		for j, group := range r.Groups {
			values[j] = group[i]
		}
		list = append(list, Listed{s.arg(values), Text, "g" + strconv.Itoa(i+1)})
	}
	for _, one := range []struct {
		name   string
		values []int64
	}{{"part", r.Parts}, {"place", r.Ranks}, {"number", index}} {
		list = append(list, Listed{s.arg(one.values), Integer, one.name})
	}
	s.with("wanted", s.Table(list))
	s.with("equals", "SELECT "+g.columns()+", "+x+", count(*) AS n\nFROM facts\nGROUP BY "+g.columns()+", "+x)
	s.with("ranked", "SELECT "+g.columns()+", "+x+", n, sum(n) OVER (PARTITION BY "+g.columns()+" ORDER BY "+x+" ROWS UNBOUNDED PRECEDING) AS upto\nFROM equals")
	return s.statement("SELECT number, " + x + "\nFROM ranked JOIN wanted USING (" + g.columns() + ")\nWHERE place > upto - n AND place <= upto\nORDER BY number"), nil
}
