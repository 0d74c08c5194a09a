package topic

// Examples are the ids of the prompts that show what the topics are.
func (m *Model) Examples() []string {
	ids := make([]string, len(m.examples))
	for i := range m.examples {
		ids[i] = m.examples[i].id
	}
	return ids
}

// Without is the model without some of its examples: those that were erased.
// What they said together with others, as means and words that several share,
// stays until the next fit; a topic that was typified by one is typified by the
// first that is left. It is the model itself if it has none of them.
func (m *Model) Without(gone func(id string) bool) *Model {
	out := *m
	out.examples, out.spans = nil, make([]span, len(m.spans))
	out.vectors = examples{size: m.vectors.size}
	for t, s := range m.spans {
		from := len(out.examples)
		for i := s.from; i < s.to; i++ {
			if gone(m.examples[i].id) {
				continue
			}
			out.examples = append(out.examples, m.examples[i])
			out.vectors.scales = append(out.vectors.scales, m.vectors.scales[i])
			out.vectors.bytes = append(out.vectors.bytes, m.vectors.bytes[i*m.vectors.size:(i+1)*m.vectors.size]...)
		}
		out.spans[t] = span{from, len(out.examples)}
	}
	if len(out.examples) == len(m.examples) {
		return m
	}
	out.topics = make([]Topic, len(m.topics))
	for t := range m.topics {
		out.topics[t] = out.retypify(m.topics[t], out.spans[t], gone)
	}
	return &out
}

// retypify names other typical prompts where those were erased.
func (m *Model) retypify(t Topic, of span, gone func(id string) bool) Topic {
	first := func(part int) string {
		for _, e := range m.examples[of.from:of.to] {
			if part < 0 || e.part == part {
				return e.id
			}
		}
		return ""
	}
	if gone(t.Typical) {
		t.Typical = first(-1)
	}
	parts := t.Parts
	t.Parts = nil
	for k, p := range parts {
		if gone(p.Typical) {
			p.Typical = first(k)
		}
		t.Parts = append(t.Parts, p)
	}
	return t
}
