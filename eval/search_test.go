package eval

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/search"
	"github.com/debrief-dev/debrief/store/duckdb"
)

// How many of the test part's prompts are asked: few are enough to notice that
// something broke, with floors three standard errors (0.02) below what all say,
// which is what is written down.
const (
	searchQueries    = 300
	allSearchQueries = 1_900
)

// TestQualityOfSearch asks for prompts of the test part among those of the
// training part. Nothing was learned of either; docs/quality.md says how the few
// weights were chosen.
func TestQualityOfSearch(t *testing.T) {
	all, asked := readIntents(t), searchQueries
	if *update {
		asked = allSearchQueries
	}
	var figures []Figure
	for _, one := range []struct {
		name            string
		corpus, queries []Labelled
		floor           float64
		promised        []string
	}{
		{"BANKING77", all.banking[false], all.banking[true], 0.68, []string{".73", ".78", "BM25 .681, word vectors with SIF .716 (measured on the published split)"}},
		{"CLINC150", all.clinc[false], all.clinc[true], 0.79, []string{".81", ".86", "BM25 .761, word vectors with SIF .774 (likewise)"}},
	} {
		s, err := duckdb.Open(t.Context(), duckdb.Options{Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		score, err := Searches(t.Context(), s, one.corpus, sample(one.queries, asked), search.Both)
		if err != nil {
			t.Fatal(err)
		}
		if err = s.Close(); err != nil {
			t.Error(err)
		}
		if score.NDCG < one.floor {
			t.Errorf("%s: nDCG@10 %.3f", one.name, score.NDCG)
		}
		figures = append(figures, Figure{
			"search by words and meaning: nDCG@10; the first is right",
			fmt.Sprintf("%s, %d prompts of the test part asked of %d of the training part", one.name, score.Queries, score.Corpus),
			fmt.Sprintf("%.3f; %.3f", score.NDCG, score.First), one.promised[0], one.promised[1], one.promised[2],
		})
	}
	t.Log("\n" + Table(figures))
	writeTable(t, "search", Table(figures))
}

// sample takes prompts at even distances.
func sample(all []Labelled, n int) (out []Labelled) {
	for i := range n {
		out = append(out, all[i*len(all)/n])
	}
	return slices.Clip(out)
}
