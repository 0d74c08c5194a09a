package topic

import (
	"cmp"
	"slices"

	"github.com/debrief-dev/debrief/text"
)

const (
	// promptsLeast is from how many distinct prompts on topics are looked for.
	promptsLeast = 30
	// growth is by how much the prompts may grow before topics are found anew.
	// Until then a refit moves no prompt without need: it only adds topics.
	growth = 1.5
	// pooled is the share of prompts that are furthest from their topic and
	// fit none.
	pooled = 0.1
)

// Options are what a fit builds on.
type Options struct {
	Previous *Model // whose topics keep their identity; nil at first
	Kept     []ID   // topics of it that stay whole whatever is found: those that people decided on
	Anew     bool   // topics are found anew however little there is besides what the previous model saw
}

// Fit finds the topics of prompts; none in fewer than 30 that differ. Of more
// than 5,000 it compares those, chosen by id; Assign then places the others.
// 100,000 prompts take some ten seconds on one core and 200 MB.
func Fit(prompts []Prompt, o Options) *Model {
	all := distinct(prompts)
	m := &Model{space: text.FitSpace(all.first(spaceMost).words), found: all.len()}
	if all.len() < promptsLeast {
		return m
	}
	p := all.first(pointsMost)
	p.place(m.space)
	f := &fitting{points: p, model: m, size: leastSize(p.len())}
	if previous := o.Previous; previous != nil && len(previous.topics) > 0 {
		m.last, m.lastTheme = previous.last, previous.lastTheme
		f.carry(previous, o.Kept, o.Anew || float64(all.len()) > growth*float64(previous.found))
	} else {
		f.find(f.every())
	}
	f.finish()
	return m
}

// fitting is a model in the making.
type fitting struct {
	*points
	model  *Model
	size   float32
	groups []founded
}

// founded is a topic in the making.
type founded struct {
	topic   Topic // its ID is empty while it is new
	members []int
	parts   [][]int // of members
}

func (f *fitting) every() []int {
	out := make([]int, f.len())
	for i := range out {
		out[i] = i
	}
	return out
}

// find makes topics of points that have none.
func (f *fitting) find(members []int) {
	for _, g := range f.group(members, topicCut, f.size) {
		f.groups = append(f.groups, founded{members: g})
	}
}

// finish names what was found and makes the model answer for it.
func (f *fitting) finish() {
	if len(f.groups) == 0 {
		f.groups = append(f.groups, founded{members: f.every()}) // all of a piece, or nothing in common
	}
	f.identify()
	for i := range f.groups {
		f.divide(&f.groups[i])
	}
	f.themes()
	f.describe(make(map[string]bool), nil)
	f.describeThemes()
	f.settle()
}

// identify numbers the new topics.
func (f *fitting) identify() {
	for i := range f.groups {
		if t := &f.groups[i].topic; t.ID == "" {
			f.model.last++
			t.ID = numbered("t", f.model.last)
		}
	}
	slices.SortStableFunc(f.groups, func(a, b founded) int { return cmp.Compare(number(a.topic.ID), number(b.topic.ID)) })
}

// settle lays down the examples. Those that are furthest from all others fit
// nowhere.
func (f *fitting) settle() {
	m := f.model
	m.vectors.size = m.space.Size()
	m.fits = slices.Sorted(slices.Values(f.fits))[int(pooled*float64(len(f.fits)))]
	var groups, parts [][]int
	for t := range f.groups {
		g := &f.groups[t]
		m.topics = append(m.topics, g.topic)
		groups = append(groups, g.members)
		from := len(m.examples)
		for k, part := range g.parts {
			if len(g.topic.Parts) > 0 {
				parts = append(parts, part)
			}
			for _, i := range part {
				m.examples = append(m.examples, example{id: f.ids[i], topic: t, part: k, fit: f.fits[i], fits: f.fits[i] >= m.fits})
				m.vectors.append(row(f.vectors, i))
			}
		}
		m.spans = append(m.spans, span{from, len(m.examples)})
	}
	m.centroids = centroids(f.near, f.weights, append(groups, parts...))
}
