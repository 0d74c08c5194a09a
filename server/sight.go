package server

import (
	"context"
	"slices"

	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// viewerFields are what a viewer may filter by: what Debrief measured or
// judged, and the names that a product's team gives to its own things. What
// users write, and whatever a sender may have put into a property, a trait or
// an id, is not among them: to filter by a value is to read it.
func viewerFields() []where.Name {
	return []where.Name{
		where.FieldAgent, where.FieldVersion, where.FieldModel, where.FieldTopic, where.FieldTheme, where.FieldLanguage, where.FieldSignal,
		where.FieldEnvironment, where.FieldRating, where.FieldOutcome, where.FieldSettled, where.FieldSatisfaction,
		where.FieldConverted, where.FieldValue, where.FieldTurns, where.FieldStarted,
	}
}

// viewerBreakdowns are the breakdowns of the same kind.
func viewerBreakdowns() []store.DimensionName {
	return []store.DimensionName{
		store.ByAgent, store.ByVersion, store.ByModel, store.ByTopic, store.ByTheme, store.ByLanguage, store.ByEnvironment, store.ByOutcome, store.ByCurrency,
		store.ByWeek,
	}
}

// maySearch refuses a filter, or a search for words, that would tell texts to
// one who may not see them.
func maySearch(ctx context.Context, filter where.Expr, words string) error {
	p, _ := principalOf(ctx)
	if p.seesTexts() {
		return nil
	}
	if words != "" {
		return errUnseen("Searching texts")
	}
	var err error
	where.Walk(filter, func(x where.Expr) bool {
		if term, ok := x.(where.Term); ok && !slices.Contains(viewerFields(), term.Field.Name) {
			err = errUnseen("Filtering by " + term.Field.String())
		}
		return err == nil
	})
	return err
}

// mayAsk refuses a metric that is always broken down by what a viewer may not
// see.
func mayAsk(ctx context.Context, id string) error {
	p, _ := principalOf(ctx)
	d, err := metric.Find(id)
	if err != nil {
		return err
	}
	if p.seesTexts() || d.Split() == "" || slices.Contains(viewerBreakdowns(), d.Split()) {
		return nil
	}
	return errUnseen("A breakdown by " + string(d.Split()))
}

// breakdowns reads the list of breakdowns of a parameter and refuses those that
// would tell texts to one who may not see them.
func breakdowns(ctx context.Context, parameter, list string) ([]store.Dimension, error) {
	all, err := report.ParseDimensions(list)
	if err != nil {
		return nil, errInvalid(parameter, sentence(err))
	}
	if p, _ := principalOf(ctx); !p.seesTexts() {
		for _, by := range all {
			if !slices.Contains(viewerBreakdowns(), by.Name) {
				return nil, errUnseen("A breakdown by " + report.PrintDimensions([]store.Dimension{by}))
			}
		}
	}
	return all, nil
}

func errUnseen(what string) error {
	return errForbidden(what + " needs the role analyst, or a read key with transcripts: values that senders are free to choose may hold what people wrote.")
}

// seenFields are the fields that a filter bar offers.
func seenFields(ctx context.Context) []where.FieldInfo {
	all := where.Fields()
	if p, _ := principalOf(ctx); !p.seesTexts() {
		all = slices.DeleteFunc(all, func(f where.FieldInfo) bool { return !slices.Contains(viewerFields(), f.Name) })
	}
	return all
}

// seenProperties are the properties that a filter bar offers.
func (s *Server) seenProperties(ctx context.Context, project string) ([]string, error) {
	if p, _ := principalOf(ctx); !p.seesTexts() {
		return []string{}, nil
	}
	return report.PropertyBreakdowns(ctx, s.Store, project, offered)
}

// seen is a conversation of a list as the caller may see it: to a viewer it is
// its figures and its id.
func seen(ctx context.Context, c report.Conversation) report.Conversation {
	if p, _ := principalOf(ctx); !p.seesTexts() {
		c.Opening, c.UserID, c.SessionID, c.AccountID = "", "", "", ""
	}
	return c
}

// withoutTexts is an event as a viewer may see it: what was measured, the names
// a product's team gives, and its ids.
func withoutTexts(e *report.Event) report.Event {
	name := string(e.Kind)
	if e.Kind.Copilot() {
		name = e.Name // one of a closed list
	}
	return report.Event{
		EventID: e.EventID, Kind: e.Kind, Name: name, Project: e.Project, AgentID: e.AgentID, ConversationID: e.ConversationID,
		OccurredAt: e.OccurredAt, ClaimedAt: e.ClaimedAt, ReceivedAt: e.ReceivedAt, Rating: e.Rating, Value: e.Value, Currency: e.Currency,
		Model: e.Model, Version: e.Version, LatencyMS: e.LatencyMS, InputTokens: e.InputTokens, OutputTokens: e.OutputTokens,
		Source: e.Source, Marks: e.Marks,
	}
}
