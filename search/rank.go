package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/text"
)

// How texts are ranked. The weights were chosen on BANKING77 and CLINC150:
// docs/decisions/search.md says on which parts.
const (
	// wordsWeight is what sharing words weighs beside meaning the same.
	wordsWeight = 0.5
	// feedbackFrom is how many of the best prompts are taken to be what is meant,
	// and drawn on for a better idea of it (Rocchio's pseudo-relevance feedback);
	// feedbackWeight is their weight beside the query.
	feedbackFrom, feedbackWeight = 5, 3.0
	// alike is the likeness from which a prompt means something like the query.
	alike = 0.35
	// answerWeight is what an answer's words weigh beside a prompt's.
	answerWeight = 0.5
	// phraseBonus is what the query, standing together as asked, is worth.
	phraseBonus = 0.25
)

// said is one text of a conversation.
type said struct {
	turn   string
	source Source
	text   string

	terms  []string // its words' stems
	vector []float32
	shares float64 // of words, 0 for none to 1 for the most
	like   float64 // to the query
	score  float64
}

// doc is a conversation that comes into question.
type doc struct {
	id    string
	at    time.Time
	holds bool // the words that are wanted
	texts []said
	score float64
	best  int // of texts
}

// ranking is one search under way.
type ranking struct {
	models

	wanted text.Query
	asked  []string
	docs   map[string]*doc
}

func (r *ranking) doc(id string) *doc {
	if r.docs[id] == nil {
		r.docs[id] = &doc{id: id}
	}
	return r.docs[id]
}

// add adds a turn, once.
func (r *ranking) add(t *conversation.Turn) {
	d := r.doc(t.Conversation)
	if slices.ContainsFunc(d.texts, func(s said) bool { return s.turn == t.ID }) {
		return
	}
	if d.at.IsZero() {
		d.at = t.StartedAt
	}
	if t.Prompt != "" {
		d.texts = append(d.texts, said{turn: t.ID, source: Prompt, text: t.Prompt})
	}
	if t.Response != "" {
		d.texts = append(d.texts, said{turn: t.ID, source: Answer, text: t.Response})
	}
}

// rank scores all that was added and leaves what was found.
func (r *ranking) rank(mode Mode) []Hit {
	var all []*said
	for _, d := range r.docs {
		for i := range d.texts {
			all = append(all, &d.texts[i])
		}
	}
	r.shareWords(all)
	if mode != Words {
		r.mean(all)
	}
	var found []*doc
	for _, d := range r.docs {
		if r.score(d, mode) {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b *doc) int {
		return cmp.Or(cmp.Compare(b.score, a.score), b.at.Compare(a.at), strings.Compare(a.id, b.id))
	})
	hits := make([]Hit, len(found))
	for i, d := range found {
		hits[i] = Hit{d.id, r.match(d)}
	}
	return hits
}

// score scores a conversation by its best text, and reports whether it was
// found at all.
func (r *ranking) score(d *doc, mode Mode) bool {
	like := 0.0
	for i := range d.texts {
		s := &d.texts[i]
		words := wordsWeight * s.shares
		if s.source != Prompt {
			words *= answerWeight
		}
		s.score = words
		if s.source == Prompt && mode != Words {
			s.score += s.like
			like = max(like, s.like)
		}
		if i == 0 || s.score > d.texts[d.best].score {
			d.best, d.score = i, s.score
		}
	}
	return d.holds || mode != Words && like >= alike
}

// mean compares what prompts mean with the query, and then with the query as
// the prompts that answer it best say it.
func (r *ranking) mean(all []*said) {
	query := r.space.Vector(r.asked)
	prompts := slices.DeleteFunc(slices.Clone(all), func(s *said) bool { return s.source != Prompt })
	for _, s := range prompts {
		s.vector = r.space.Vector(text.Words(s.text))
		s.like = dot(query, s.vector)
	}
	slices.SortFunc(prompts, func(a, b *said) int {
		return cmp.Or(cmp.Compare(b.like+wordsWeight*b.shares, a.like+wordsWeight*a.shares), strings.Compare(a.turn, b.turn))
	})
	sum := make([]float32, len(query))
	for _, s := range prompts[:min(feedbackFrom, len(prompts))] {
		add(sum, float32(s.like+wordsWeight*s.shares), s.vector)
	}
	length := math.Sqrt(dot(sum, sum))
	if length == 0 {
		return
	}
	better := slices.Clone(query)
	add(better, float32(feedbackWeight/length), sum)
	length = math.Sqrt(dot(better, better))
	for _, s := range prompts {
		// What is asked decides whether it is found, the better idea where it stands.
		if s.like >= alike {
			s.like = max(alike, dot(better, s.vector)/length)
		}
	}
}

func add(to []float32, weight float32, v []float32) {
	for i, x := range v {
		to[i] += weight * x
	}
}

func dot(a, b []float32) float64 {
	sum := float32(0)
	for i, x := range a {
		sum += x * b[i]
	}
	return float64(sum)
}
