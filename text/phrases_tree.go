package text

import (
	"encoding/binary"
	"slices"
)

// phraseTree is phrases while they are read: every beginning has a node of its
// own. It is some twenty times as large as the Phrases that it becomes.
type phraseTree struct {
	labels []string
	words  map[string]int32
	nodes  []treeNode // the first is the root
}

type treeNode struct {
	edges         []phraseEdge // sorted by word
	any           int32        // 0 where there is none: nothing leads to the root
	says, negates uint32
}

func (t *phraseTree) insert(words []string, label uint32, negated bool) {
	at := int32(0)
	for _, w := range words {
		at = t.after(at, w)
	}
	if negated {
		t.nodes[at].negates |= label
	} else {
		t.nodes[at].says |= label
	}
}

// after is the node that a word leads to, made where there is none.
func (t *phraseTree) after(at int32, word string) int32 {
	next := int32(len(t.nodes)) //nolint:gosec // lists are no longer than a book
	if word == anyWord {
		if t.nodes[at].any == 0 {
			t.nodes[at].any = next
			t.nodes = append(t.nodes, treeNode{})
		}
		return t.nodes[at].any
	}
	id, known := t.words[word]
	if !known {
		id = int32(len(t.words)) //nolint:gosec // as above
		t.words[word] = id
	}
	n := &t.nodes[at]
	i, found := slices.BinarySearchFunc(n.edges, id, func(e phraseEdge, id int32) int { return int(e.word) - int(id) })
	if !found {
		n.edges = slices.Insert(n.edges, i, phraseEdge{id, next})
		t.nodes = append(t.nodes, treeNode{})
		return next
	}
	return n.edges[i].next
}

// shared is the tree with one node for all that what follows is the same of.
func (t *phraseTree) shared() *Phrases {
	s := sharing{phraseTree: t, made: &Phrases{labels: t.labels, words: t.words}, known: make(map[string]int32)}
	s.made.root = s.share(0)
	s.made.nodes, s.made.edges = slices.Clip(s.made.nodes), slices.Clip(s.made.edges)
	return s.made
}

type sharing struct {
	*phraseTree

	made  *Phrases
	known map[string]int32 // a node's content to the node that has it
}

func (s *sharing) share(at int32) int32 {
	n := &s.nodes[at]
	next := int32(nowhere)
	if n.any != 0 {
		next = s.share(n.any)
	}
	edges := make([]phraseEdge, len(n.edges))
	for i, e := range n.edges {
		edges[i] = phraseEdge{e.word, s.share(e.next)}
	}
	content := binary.LittleEndian.AppendUint32(nil, n.says)
	content = binary.LittleEndian.AppendUint32(content, n.negates)
	content = binary.LittleEndian.AppendUint32(content, uint32(next)) //nolint:gosec // any bits will do
	for _, e := range edges {
		content = binary.LittleEndian.AppendUint32(content, uint32(e.word)) //nolint:gosec // likewise
		content = binary.LittleEndian.AppendUint32(content, uint32(e.next)) //nolint:gosec // likewise
	}
	if same, known := s.known[string(content)]; known {
		return same
	}
	p := s.made
	from := uint32(len(p.edges)) //nolint:gosec // lists are no longer than a book
	p.edges = append(p.edges, edges...)
	p.nodes = append(p.nodes, phraseNode{from: from, to: uint32(len(p.edges)), any: next, says: n.says, negates: n.negates}) //nolint:gosec // likewise
	s.known[string(content)] = int32(len(p.nodes) - 1)                                                                       //nolint:gosec // likewise
	return int32(len(p.nodes) - 1)                                                                                           //nolint:gosec // likewise
}
