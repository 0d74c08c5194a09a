package text

import (
	"math/bits"
	"slices"
)

// Found is what Phrases found in a text.
type Found struct {
	Phrases []Phrase // in order of their first word
	Words   int      // how many were read
}

// Find looks for phrases in the first so many words of a text. Of one label
// the longest that begin first are found, none over another.
func (p *Phrases) Find(s string, most int) Found {
	read := p.read(s, most)
	search := search{Phrases: p, read: read, text: s}
	for first := range read {
		search.from(first)
	}
	return Found{Phrases: search.found, Words: len(read)}
}

// readWord is a word of a text by its number; -1 if no phrase has it.
type readWord struct {
	id         int32
	start, end int
}

func (p *Phrases) read(s string, most int) []readWord {
	read := make([]readWord, 0, min(most, 1+len(s)/4))
	for t := range tokens(s) {
		if len(read) == most {
			break
		}
		id, known := p.words[t.folded]
		if !known {
			id = -1
		}
		read = append(read, readWord{id, t.start, t.end})
	}
	return read
}

type search struct {
	*Phrases

	read  []readWord
	text  string
	taken [32]int // for each label, where its last phrase ended
	ends  [32]int // for each label, the longest phrase from here
	says  uint32  // labels that have one
	hides uint32  // labels of which it is negated
	found []Phrase
}

func (s *search) from(first int) {
	s.says, s.hides = 0, 0
	s.walk(s.root, first)
	for says := s.says; says != 0; says &= says - 1 {
		label := bits.TrailingZeros32(says)
		end := s.ends[label]
		if first < s.taken[label] {
			continue
		}
		s.taken[label] = end
		if s.hides&(1<<label) == 0 {
			text := s.text[s.read[first].start:s.read[end-1].end]
			s.found = append(s.found, Phrase{Label: s.labels[label], First: first, End: end, Text: text})
		}
	}
}

// walk follows the words from a place on through the graph.
func (s *search) walk(node int32, at int) {
	n := &s.nodes[node]
	s.note(n.says, at, false)
	s.note(n.negates, at, true)
	if at == len(s.read) {
		return
	}
	edges := s.edges[n.from:n.to]
	if i, ok := slices.BinarySearchFunc(edges, s.read[at].id, func(e phraseEdge, id int32) int { return int(e.word) - int(id) }); ok {
		s.walk(edges[i].next, at+1)
	}
	if n.any != nowhere {
		s.walk(n.any, at+1)
	}
}

// note keeps the longest phrase of each label; of two that are as long, the
// negated one.
func (s *search) note(labels uint32, end int, negated bool) {
	for ; labels != 0; labels &= labels - 1 {
		label := bits.TrailingZeros32(labels)
		bit := uint32(1) << label
		if s.says&bit != 0 && (s.ends[label] > end || s.ends[label] == end && !negated) {
			continue
		}
		s.says, s.ends[label] = s.says|bit, end
		if s.hides &^= bit; negated {
			s.hides |= bit
		}
	}
}
