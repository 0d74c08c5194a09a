package eval

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/debrief-dev/debrief/text"
	"github.com/debrief-dev/debrief/topic"
)

// qualityFile is the document whose tables are written here with -update.
var qualityFile = filepath.Join("..", "docs", "quality.md")

// intents are the labelled prompts, by part.
type intents struct {
	banking, clinc, outOfScope map[bool][]Labelled // by whether they are of the test part
}

func readIntents(t *testing.T) intents {
	t.Helper()
	dir := dataDir(t, "topics")
	all := intents{make(map[bool][]Labelled), make(map[bool][]Labelled), make(map[bool][]Labelled)}
	for _, test := range []bool{false, true} {
		var err error
		if all.banking[test], err = Intents(dir, "banking77_train.csv", test); err != nil {
			t.Fatal(err)
		}
		clinc, err := Intents(dir, "clinc150_train_val.csv", test)
		if err != nil {
			t.Fatal(err)
		}
		all.clinc[test], all.outOfScope[test] = InScope(WithoutSmallTalk(clinc))
	}
	return all
}

// TestQualityOfTopics holds topics above floors that were measured, a little
// below them, since the simulated mixture is another one each time.
func TestQualityOfTopics(t *testing.T) {
	all := readIntents(t)
	seed := rand.Uint64() % 1_000_000
	mixed := Mixture{Seed: seed, Labels: 60, Prompts: 2_000, Zipf: 0.7}.Draw(all.banking[true], all.clinc[true])
	figures := topicFigures(t, "BANKING77", all.banking[true], least{0.32, 0.66, 2}, []string{".34 / .69", ".43 / .75", ".43 / .75 (USNID: a trained transformer, told the number)"})
	figures = append(figures, topicFigures(t, "CLINC150", all.clinc[true], least{0.48, 0.80, 2}, []string{".56 / .84", ".69 / .90", ".69 / .91 (the same)"})...)
	figures = append(figures, topicFigures(t, fmt.Sprintf("a mixture of both (seed %d)", seed), mixed, least{0.35, 0.7, 2}, []string{".38 / .71", ".45 / .77", ""})...)
	figures = append(figures, scopeFigure(t, all))
	figures = append(figures, injectionFigures(t, all, seed)...)
	figures = append(figures, rephraseFigures(t, all)...)
	figures = append(figures, costFigures(MeasureTopics(slices.Concat(all.banking[false], all.clinc[false]), 100_000))...)
	t.Logf("seed %d\n%s", seed, Table(figures))
	writeTable(t, "topics", Table(figures))
}

// least are floors; topics must be at most so many times the labels.
type least struct{ ari, nmi, times float64 }

func topicFigures(t *testing.T, name string, prompts []Labelled, floor least, promised []string) []Figure {
	t.Helper()
	s := ScoreTopics(prompts)
	on := fmt.Sprintf("%s, %d prompts, %d labels", name, s.Prompts, s.Labels)
	times := float64(s.Topics) / float64(s.Labels)
	if s.ARI < floor.ari || s.NMI < floor.nmi || times > floor.times || times < 0.5 || s.Pooled > 0.15 || s.Kept < 0.9 {
		t.Errorf("%s: %+v", name, s)
	}
	t.Logf("%s: themes against domains NMI %.2f", name, s.Domains)
	return []Figure{
		{"topics: ARI / NMI, the number unknown", on, fmt.Sprintf("%.3f / %.3f", s.ARI, s.NMI), promised[0], promised[1], promised[2]},
		{"number of topics against labels", name, fmt.Sprintf("%d, %.2f ×", s.Topics, times), "0.5–2 ×", "0.7–1.5 ×", ""},
		{"prompts left pooled", name, fmt.Sprintf("%.1f %%", 100*s.Pooled), "≤ 15 %", "≤ 8 %", ""},
		{"identity: prompts that keep their topic over a refit with a tenth more", name, fmt.Sprintf("%.1f %%", 100*s.Kept), "90 %", "97 %", ""},
		{"names: a word of the label among five terms", name, fmt.Sprintf("%.1f %%", 100*s.Named), "75 %", "90 %", ""},
	}
}

// scopeFigure tells prompts about nothing from new ones that are about
// something, by how well they fit.
func scopeFigure(t *testing.T, all intents) Figure {
	t.Helper()
	m := topic.Fit(bare(all.clinc[false]), topic.Options{})
	fit := func(prompts []Labelled) (out []float64) {
		for _, p := range prompts {
			out = append(out, m.Assign(p.Prompt).Fit)
		}
		return out
	}
	in, out := fit(all.clinc[true]), fit(all.outOfScope[true])
	value := AUROC(in, out)
	if value < 0.85 {
		t.Errorf("out of scope: AUROC %.3f", value)
	}
	return Figure{
		"out of scope: AUROC", fmt.Sprintf("CLINC150, %d prompts and %d out of scope; topics of the training part", len(in), len(out)),
		fmt.Sprintf("%.3f", value), ".89", ".94", "",
	}
}

func injectionFigures(t *testing.T, all intents, seed uint64) []Figure {
	t.Helper()
	const runs = 8
	var seen, missed, wrong, streamed int
	for run := range uint64(runs) {
		mixed := Mixture{Seed: seed + run, Labels: 60, Prompts: 4_000, Zipf: 0.7}.
			Draw(all.banking[false], all.clinc[false], all.banking[true], all.clinc[true])
		counts := make(map[string]int)
		for _, p := range mixed {
			counts[p.Label]++
		}
		label := ""
		for name, n := range counts { // one of middling size
			if n >= 40 && (label == "" || n < counts[label] || n == counts[label] && name < label) {
				label = name
			}
		}
		i := Inject(mixed, label)
		t.Logf("%+v", i)
		streamed, wrong = streamed+i.Streamed, wrong+i.False
		if i.Seen == 0 {
			missed++
		} else {
			seen += i.Seen
		}
	}
	mean := "never"
	if missed < runs {
		mean = fmt.Sprintf("after %.0f in the mean; %d of %d never", float64(seen)/float64(runs-missed), missed, runs)
	}
	on := fmt.Sprintf("%d mixtures of both (seeds from %d), 60 labels, all prompts", runs, seed)
	return []Figure{
		{"injected topic: new prompts until it is flagged", on, mean, "within 40", "20", ""},
		{"false alarms", on, fmt.Sprintf("%d in %d prompts", wrong, streamed), "≤ 1 in 5,000", "0", ""},
	}
}

// rephraseFigures tell two prompts of one label from two of others, in the space
// of the training part and in the one of no project.
func rephraseFigures(t *testing.T, all intents) []Figure {
	t.Helper()
	general := text.General()
	figure := func(name, of string, space *text.Space, prompts []Labelled) Figure {
		value := Rephrasing(space, prompts)
		if value < 0.8 {
			t.Errorf("likeness on %s in %s: AUROC %.3f", name, of, value)
		}
		return Figure{"likeness: AUROC of two prompts of one label against two of others", name + ", " + of, fmt.Sprintf("%.3f", value), ".90", ".95", ""}
	}
	return []Figure{
		figure("BANKING77", "the project's space", SpaceOf(all.banking[false]), all.banking[true]),
		figure("BANKING77", "the space of no project", general, all.banking[true]),
		figure("CLINC150", "the project's space", SpaceOf(all.clinc[false]), all.clinc[true]),
		figure("CLINC150", "the space of no project", general, all.clinc[true]),
	}
}

func costFigures(c TopicCost) []Figure {
	on := fmt.Sprintf("%d prompts, processor time of one core", c.Prompts)
	return []Figure{
		{"topics: time to refit and place all", on, fmt.Sprintf("%.1f s", c.Fit.Seconds()), "≤ 40 s", "20 s", ""},
		{"topics: memory for it", on, fmt.Sprintf("%d MB", c.Heap>>20), "300 MB", "200 MB", ""},
		{"topics: time to place a prompt", on, fmt.Sprintf("%d µs", c.Assign.Microseconds()), "≤ 200 µs", "50 µs", ""},
	}
}

// writeTable puts a table between its marks in the document, with -update.
func writeTable(t *testing.T, name, table string) {
	t.Helper()
	if !*update || t.Failed() {
		return
	}
	old, err := os.ReadFile(qualityFile)
	if err != nil {
		t.Fatal(err)
	}
	marked := regexp.MustCompile(`(?s)(<!-- ` + name + ` -->\n).*?(<!-- end -->)`)
	if !marked.Match(old) {
		t.Fatalf("%s has no place for the table %s", qualityFile, name)
	}
	written := marked.ReplaceAll(old, []byte("${1}"+table+"${2}"))
	if err = os.WriteFile(qualityFile, written, 0o600); err != nil {
		t.Fatal(err)
	}
}
