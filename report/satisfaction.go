package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// SatisfactionReport is what the page Satisfaction shows: what users said, and
// apart from it what is estimated.
type SatisfactionReport struct {
	From         time.Time         `json:"from"`
	To           time.Time         `json:"to"`
	Zone         string            `json:"zone"`
	Explicit     []Beside          `json:"explicit" nullable:"false" doc:"figures of ratings"`
	Estimated    []Beside          `json:"estimated" nullable:"false" doc:"figures of estimates"`
	Rated        int64             `json:"rated" doc:"conversations with a rating"`
	Read         int               `json:"read" doc:"how many of them, the latest, all that follows is about"`
	Distribution []RatingShare     `json:"distribution" nullable:"false" doc:"how ratings are spread, five parts from the worst"`
	Reliability  []ReliabilityPart `json:"reliability" nullable:"false" doc:"what was estimated against what was said, parts of as many conversations; empty below 25"`
	Disagreement []Disagreement    `json:"disagreement" nullable:"false" doc:"where ratings and signals contradict each other, the latest first"`
	Comments     []Comment         `json:"comments" nullable:"false" doc:"the latest; none for those who may not see transcripts"`
}

// RatingShare counts conversations whose mean rating lies in a fifth of 0..1.
type RatingShare struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Count int     `json:"count"`
}

// ReliabilityPart compares estimates that are alike with what the users said.
type ReliabilityPart struct {
	Estimated float64 `json:"estimated" doc:"the mean estimate"`
	Satisfied float64 `json:"satisfied" doc:"the share of mean ratings at or above 0.75"`
	N         int     `json:"n"`
	Low       float64 `json:"low" doc:"of the share's 95 % interval"`
	High      float64 `json:"high"`
}

// Disagreement is a conversation whose rating and signals contradict each other.
type Disagreement struct {
	ConversationID string                `json:"conversation_id"`
	StartedAt      time.Time             `json:"started_at"`
	Explicit       float64               `json:"explicit"`
	Estimated      *float64              `json:"estimated,omitempty"`
	Rated          string                `json:"rated" enum:"badly,well" doc:"badly though no signal complains; well though one does"`
	Signals        []conversation.Signal `json:"signals" nullable:"false"`
}

// Comment is what a user wrote with a rating.
type Comment struct {
	ConversationID string    `json:"conversation_id"`
	StartedAt      time.Time `json:"started_at" doc:"of the conversation"`
	Explicit       *float64  `json:"explicit,omitempty"`
	Comment        string    `json:"comment"`
}

const (
	// shownMost is how many disagreements and comments are shown.
	shownMost = 20
	// fifths is into how many parts ratings and estimates are cut.
	fifths = 5
	// reliableFrom is from how many conversations the parts are compared: five each.
	reliableFrom = 25
	// lowRating and highRating are from where a rating is bad and good.
	lowRating, highRating = 0.25, 0.75
)

func explicitMetrics() []string {
	return []string{"positive_rate", "csat", "mean_rating", "response_rate"}
}
func estimatedMetrics() []string { return []string{"estimated_satisfaction"} }

// MakeSatisfaction answers everything the page shows.
func MakeSatisfaction(ctx context.Context, reader store.Reader, s Scope) (*SatisfactionReport, error) {
	r := &SatisfactionReport{From: s.From, To: s.To, Zone: s.Zone.String(), Reliability: []ReliabilityPart{}, Disagreement: []Disagreement{}, Comments: []Comment{}}
	var asks []Ask
	for _, id := range slices.Concat(explicitMetrics(), estimatedMetrics()) {
		asks = append(asks, Ask{Metric: id, Compare: true})
	}
	answers, err := s.ask(ctx, reader, asks...)
	if err != nil {
		return nil, err
	}
	figures, err := s.beside(answers)
	if err != nil {
		return nil, err
	}
	r.Explicit, r.Estimated = figures[:len(explicitMetrics())], figures[len(explicitMetrics()):]
	page, err := s.rated(ctx, reader)
	if err != nil {
		return nil, err
	}
	r.Rated, r.Read = page.Total, len(page.Conversations)
	r.read(page.Conversations)
	return r, nil
}

// rated reads the latest conversations that have a rating.
func (s *Scope) rated(ctx context.Context, reader store.Reader) (page store.Page, err error) {
	filter, err := s.Filter()
	if err != nil {
		return page, err
	}
	has, err := where.NewTerm(where.Field{Name: where.FieldRating}, where.OpExists)
	if err != nil {
		return page, err
	}
	filter.Where = where.AllOf(filter.Where, has)
	return reader.List(ctx, store.ListQuery{
		Project: s.Project, From: s.From, To: s.To, Zone: s.Zone, Filter: filter, Sort: store.Newest, Limit: store.MaxPage, AsOf: s.Now,
	})
}

// read sums rated conversations up, the latest first.
func (r *SatisfactionReport) read(rated []conversation.Conversation) {
	for i := range fifths {
		r.Distribution = append(r.Distribution, RatingShare{From: float64(i) / fifths, To: float64(i+1) / fifths})
	}
	var estimated []*conversation.Conversation
	for i := range rated {
		c := &rated[i]
		if c.Comments != "" && len(r.Comments) < shownMost {
			r.Comments = append(r.Comments, Comment{ConversationID: c.ID, StartedAt: c.StartedAt, Explicit: c.Explicit, Comment: c.Comments})
		}
		if c.Explicit == nil {
			continue
		}
		r.Distribution[min(fifths-1, int(*c.Explicit*fifths))].Count++
		if c.Estimated != nil {
			estimated = append(estimated, c)
		}
		if d, contradicts := disagreement(c); contradicts && len(r.Disagreement) < shownMost {
			r.Disagreement = append(r.Disagreement, d)
		}
	}
	if len(estimated) >= reliableFrom {
		r.Reliability = reliability(estimated)
	}
}

// complaints are the signals that speak against an answer.
func complaints() []conversation.Signal {
	return []conversation.Signal{
		conversation.Corrected, conversation.Frustrated, conversation.WantedHuman, conversation.Repeated, conversation.Rephrased,
		conversation.Refused, conversation.Fallback, conversation.Unanswered, conversation.Regenerated, conversation.Stopped,
	}
}

func disagreement(c *conversation.Conversation) (Disagreement, bool) {
	complains := slices.ContainsFunc(c.Signals, func(s conversation.Signal) bool { return slices.Contains(complaints(), s) })
	d := Disagreement{ConversationID: c.ID, StartedAt: c.StartedAt, Explicit: *c.Explicit, Estimated: c.Estimated, Signals: list(c.Signals)}
	switch {
	case !complains && *c.Explicit <= lowRating:
		d.Rated = "badly"
	case complains && *c.Explicit >= highRating:
		d.Rated = "well"
	}
	return d, d.Rated != ""
}

// reliability cuts conversations into parts by their estimate.
func reliability(all []*conversation.Conversation) []ReliabilityPart {
	slices.SortStableFunc(all, func(a, b *conversation.Conversation) int { return cmp.Compare(*a.Estimated, *b.Estimated) })
	var parts []ReliabilityPart
	for i := range fifths {
		of := all[i*len(all)/fifths : (i+1)*len(all)/fifths]
		part, satisfied := ReliabilityPart{N: len(of)}, 0.0
		for _, c := range of {
			part.Estimated += *c.Estimated / float64(len(of))
			if *c.Explicit >= highRating {
				satisfied++
			}
		}
		part.Satisfied = satisfied / float64(len(of))
		part.Low, part.High = metric.Wilson(satisfied, float64(len(of)))
		parts = append(parts, part)
	}
	return parts
}
