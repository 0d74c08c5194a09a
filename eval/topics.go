package eval

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/text"
	"github.com/debrief-dev/debrief/topic"
)

// Labelled is a prompt and what it is about.
type Labelled struct {
	topic.Prompt
	Label  string
	Domain string // a group of labels, where the data has one
}

// Intents reads a set of labelled prompts below dir/topics: columns text,
// label and perhaps domain under a line of headings. Those of one part only.
func Intents(dir, file string, test bool) ([]Labelled, error) {
	f, err := os.Open(filepath.Join(dir, "topics", file)) //nolint:gosec // the caller names the folder
	if err != nil {
		return nil, fmt.Errorf("cannot evaluate topics: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 2 || len(rows[0]) < 2 {
		return nil, fmt.Errorf("cannot read prompts from %s: %d rows, %w", file, len(rows), err)
	}
	var out []Labelled
	for i, row := range rows[1:] {
		if Test(row[0]) != test {
			continue
		}
		one := Labelled{Prompt: topic.Prompt{ID: fmt.Sprintf("%s:%d", file, i), Text: row[0]}, Label: row[1]}
		if len(row) > 2 {
			one.Domain = row[2]
		}
		out = append(out, one)
	}
	return out, nil
}

// OutOfScope is CLINC's label of prompts that are about nothing in particular.
const OutOfScope = "oos"

// WithoutSmallTalk leaves out what is said to be polite.
func WithoutSmallTalk(all []Labelled) []Labelled {
	return slices.DeleteFunc(slices.Clone(all), func(p Labelled) bool {
		return p.Domain == "small_talk" || slices.Contains([]string{"yes", "no", "maybe"}, p.Label)
	})
}

// InScope divides prompts by whether they are about something.
func InScope(all []Labelled) (in, out []Labelled) {
	for _, one := range all {
		if one.Label == OutOfScope {
			out = append(out, one)
		} else {
			in = append(in, one)
		}
	}
	return in, out
}

// TopicScore is how topics that were found without labels compare with them.
type TopicScore struct {
	Prompts, Topics, Labels int
	Agreement                       // of the closest topic, over all prompts
	Domains                 float64 // NMI of themes with domains; 0 without domains
	Pooled                  float64 // share of prompts that fit no topic
	Named                   float64 // share of topics with a word of their commonest label among their terms
	Kept                    float64 // share of prompts whose topic is the same after a refit with a tenth more
}

// ScoreTopics finds topics in prompts and compares.
func ScoreTopics(prompts []Labelled) TopicScore {
	m := topic.Fit(bare(prompts), topic.Options{})
	s := TopicScore{Prompts: len(prompts), Topics: len(m.Topics())}
	nearest, labels := make([]string, len(prompts)), make([]string, len(prompts))
	themes, domains := make([]string, len(prompts)), make([]string, len(prompts))
	themeOf := make(map[topic.ID]topic.ID)
	for _, t := range m.Topics() {
		themeOf[t.ID] = t.Theme
	}
	for i, p := range prompts {
		a := m.Assign(p.Prompt)
		nearest[i], labels[i] = string(a.Nearest), p.Label
		themes[i], domains[i] = string(themeOf[a.Nearest]), p.Domain
		if a.Topic == "" {
			s.Pooled += 1 / float64(len(prompts))
		}
	}
	s.Agreement, s.Labels = Agree(nearest, labels), distinct(labels)
	if distinct(domains) > 1 {
		s.Domains = Agree(themes, domains).NMI
	}
	s.Named = named(m, nearest, labels)
	s.Kept = kept(prompts)
	return s
}

func bare(labelled []Labelled) []topic.Prompt {
	out := make([]topic.Prompt, len(labelled))
	for i := range labelled {
		out[i] = labelled[i].Prompt
	}
	return out
}

func distinct(names []string) int {
	return len(slices.Compact(slices.Sorted(slices.Values(names))))
}

// named is the share of topics whose terms hold a word of the label that most
// of their prompts have, its number aside.
func named(m *topic.Model, nearest, labels []string) float64 {
	counts := make(map[string]map[string]int)
	for i, id := range nearest {
		if counts[id] == nil {
			counts[id] = make(map[string]int)
		}
		counts[id][labels[i]]++
	}
	hits := 0
	for _, t := range m.Topics() {
		label, most := "", 0
		for l, n := range counts[string(t.ID)] {
			if n > most || n == most && l < label {
				label, most = l, n
			}
		}
		said := text.Words(strings.Join(t.Terms, " "))
		if slices.ContainsFunc(text.Words(strings.ReplaceAll(label, "_", " ")), func(w string) bool {
			return slices.ContainsFunc(said, func(s string) bool { return strings.TrimSuffix(s, "s") == strings.TrimSuffix(w, "s") })
		}) {
			hits++
		}
	}
	return float64(hits) / float64(len(m.Topics()))
}

// kept fits ten elevenths of the prompts and then all.
func kept(prompts []Labelled) float64 {
	all := bare(prompts)
	part := slices.DeleteFunc(slices.Clone(all), func(p topic.Prompt) bool { return orderOf(p.ID)%11 == 0 })
	before := topic.Fit(part, topic.Options{})
	after := topic.Fit(all, topic.Options{Previous: before})
	same := 0
	for _, p := range part {
		if before.Assign(p).Nearest == after.Assign(p).Nearest {
			same++
		}
	}
	return float64(same) / float64(len(part))
}
