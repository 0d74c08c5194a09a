package server

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/store"
)

// withoutErased leaves out the samples that name what was erased: some come
// after the erasure.
func (s *Server) withoutErased(ctx context.Context, project string, samples []control.Sample) ([]control.Sample, error) {
	barred, err := s.Store.Barred(ctx, project)
	if err != nil || len(barred) == 0 {
		return samples, err
	}
	gone := namedBy(barred)
	kept := samples[:0]
	for i := range samples {
		if !gone(&samples[i]) {
			kept = append(kept, samples[i])
		}
	}
	return kept, nil
}

// namedBy tells the samples that name something barred as a value of their
// item: whole strings wherever they stand, numbers where they are an id.
func namedBy(barred store.Barred) func(*control.Sample) bool {
	names := make(map[string]bool, len(barred))
	for name := range barred {
		names[name.Name] = true
	}
	return func(x *control.Sample) bool {
		// An item was cut where it is long; what comes before the cut is read.
		tokens := json.NewDecoder(strings.NewReader(x.Item))
		tokens.UseNumber()
		for last := ""; ; {
			token, err := tokens.Token()
			if err != nil {
				return false
			}
			switch value := token.(type) {
			case string:
				if names[value] {
					return true
				}
				last = value
			case json.Number:
				if names[value.String()] && strings.HasSuffix(strings.ToLower(last), "id") {
					return true
				}
			}
		}
	}
}
