package duckdb

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"

	engine "github.com/duckdb/duckdb-go/v2"
	"github.com/zeebo/xxh3"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// dimensionColumns are the columns of conversation.Dimensions, in the order of
// every derived table.
const dimensionColumns = "agent, version, model, language, topic, theme, account, environment, user_id, identified, session_id"

// code is the number that stands for a text where rows are grouped and looked
// up, zero for an empty one. Two numbers of 64 bits meet by chance once in some
// 300,000 projects of 10 million conversations each.
func code(text string) uint64 {
	if text == "" {
		return 0
	}
	return max(xxh3.HashString(text), 1)
}

// dimensionValues are those and user_code.
func dimensionValues(d *conversation.Dimensions) []driver.Value {
	return []driver.Value{
		d.Agent, d.Version, d.Model, d.Language, d.Topic, d.Theme, d.Account, d.Environment, d.User, code(d.User), d.Identified, d.Session,
	}
}

func dimensionTargets(d *conversation.Dimensions) []any {
	return []any{
		&d.Agent, &d.Version, &d.Model, &d.Language, &d.Topic, &d.Theme, &d.Account, &d.Environment, &d.User, &d.Identified, &d.Session,
	}
}

// conversationColumns are the columns that scanConversation reads, in its
// order.
const conversationColumns = "project, conversation_id, " + dimensionColumns + `,
agents, versions, models, languages, topics, themes, accounts, environments, users, sessions,
started_at, ended_at, prompts, responses, turns, outcome, why, settled, signals, sources, ratings, explicit, estimated,
estimated_low, estimated_high, reasons,
conversions, currencies, amounts, opening, comments, second_user, due_at`

func conversationRow(c *conversation.Conversation, made store.Made) ([]driver.Value, error) {
	reasons, err := json.Marshal(c.Reasons)
	if err != nil {
		return nil, fmt.Errorf("cannot encode the reasons of %s: %w", c.ID, err)
	}
	currencies, amounts := make([]string, len(c.Values)), make([]float64, len(c.Values))
	for i, money := range c.Values {
		currencies[i], amounts[i] = money.Currency, money.Value
	}
	row := append([]driver.Value{c.Project, c.ID, code(c.ID)}, dimensionValues(&c.Dimensions)...)
	for _, list := range [][]string{
		c.Agents, c.Versions, c.Models, c.Languages, c.Topics, c.Themes, c.Accounts, c.Environments, c.Users, c.Sessions,
	} {
		row = append(row, present(list))
	}
	return append(row, c.StartedAt, c.EndedAt, int32(c.Prompts), int32(c.Responses), int32(c.Turns), string(c.Outcome), c.Why, //nolint:gosec // counts of one conversation's events
		c.Settled, words(c.Signals), present(c.Sources), present(c.Ratings), optional(c.Explicit), optional(c.Estimated), optional(c.EstimatedLow), optional(c.EstimatedHigh), string(reasons), int32(c.Conversions), currencies, amounts, //nolint:gosec // likewise
		c.Opening, c.Comments, c.SecondUser, optionalTime(c.DueAt), severalEnvironments(c), int32(made.Rules), int32(made.Definitions)), nil //nolint:gosec // versions
}

// severalEnvironments reports whether its own environment is not all there is.
func severalEnvironments(c *conversation.Conversation) bool {
	return len(c.Environments) > 1 || strings.Join(c.Environments, "") != c.Environment
}

func scanConversation(rows *sql.Rows, c *conversation.Conversation) error {
	var lists [10]engine.Composite[[]string]
	var signals, sources, currencies engine.Composite[[]string]
	var ratings, amounts engine.Composite[[]float64]
	var due sql.NullTime
	var reasons string
	targets := append([]any{&c.Project, &c.ID}, dimensionTargets(&c.Dimensions)...)
	for i := range lists {
		targets = append(targets, &lists[i])
	}
	targets = append(targets, &c.StartedAt, &c.EndedAt, &c.Prompts, &c.Responses, &c.Turns, &c.Outcome, &c.Why, &c.Settled,
		&signals, &sources, &ratings, &c.Explicit, &c.Estimated, &c.EstimatedLow, &c.EstimatedHigh, &reasons, &c.Conversions, &currencies, &amounts, &c.Opening, &c.Comments, &c.SecondUser, &due)
	if err := rows.Scan(targets...); err != nil {
		return err
	}
	for i, to := range []*[]string{
		&c.Agents, &c.Versions, &c.Models, &c.Languages, &c.Topics, &c.Themes, &c.Accounts, &c.Environments, &c.Users, &c.Sessions,
	} {
		*to = emptyAsNil(lists[i].Get())
	}
	for _, signal := range signals.Get() {
		c.Signals = append(c.Signals, conversation.Signal(signal))
	}
	c.Sources, c.Ratings, c.DueAt = emptyAsNil(sources.Get()), emptyAsNil(ratings.Get()), due.Time
	for i, currency := range currencies.Get() {
		c.Values = append(c.Values, conversation.Money{Currency: currency, Value: amounts.Get()[i]})
	}
	if err := json.Unmarshal([]byte(reasons), &c.Reasons); err != nil {
		return fmt.Errorf("cannot read the reasons of %s: %w", c.ID, err)
	}
	return nil
}

const turnColumns = "project, turn_id, conversation_id, position, started_at, " + dimensionColumns + `,
prompt_event, response_events, prompt, response, answered, error, latency_ms, time_to_first_token_ms, input_tokens, output_tokens,
cost_usd, evidence, rating, nearest, next, dissatisfied, gap`

func turnRow(t *conversation.Turn) ([]driver.Value, error) {
	evidence, err := json.Marshal(t.Evidence)
	if err != nil {
		return nil, fmt.Errorf("cannot encode the evidence of %s: %w", t.ID, err)
	}
	row := append([]driver.Value{t.Project, t.ID, t.Conversation, code(t.Conversation), int32(t.Position), t.StartedAt}, dimensionValues(&t.Dimensions)...) //nolint:gosec // a position in one conversation
	return append(row, t.PromptEvent, present(t.ResponseEvents), t.PromptEvent != "", len(t.ResponseEvents) > 0, t.Prompt != "", t.Prompt, t.Response, t.Answered, t.Error, optional(t.LatencyMS),
		optional(t.FirstTokenMS), optional(t.InputTokens), optional(t.OutputTokens), optional(t.CostUSD), words(t.Signals()), string(evidence), optional(t.Rating), t.Nearest, string(t.Next), t.FellShort(), optional(t.Dissatisfied), optional(t.Gap)), nil
}

func scanTurn(rows *sql.Rows, t *conversation.Turn) error {
	var responses engine.Composite[[]string]
	var evidence string
	targets := append([]any{&t.Project, &t.ID, &t.Conversation, &t.Position, &t.StartedAt}, dimensionTargets(&t.Dimensions)...)
	targets = append(targets, &t.PromptEvent, &responses, &t.Prompt, &t.Response, &t.Answered, &t.Error, &t.LatencyMS, &t.FirstTokenMS,
		&t.InputTokens, &t.OutputTokens, &t.CostUSD, &evidence, &t.Rating, &t.Nearest, &t.Next, &t.Dissatisfied, &t.Gap)
	if err := rows.Scan(targets...); err != nil {
		return err
	}
	t.ResponseEvents = emptyAsNil(responses.Get())
	if err := json.Unmarshal([]byte(evidence), &t.Evidence); err != nil {
		return fmt.Errorf("cannot read the evidence of %s: %w", t.ID, err)
	}
	return nil
}

const ratingColumns = "project, event_id, conversation_id, turn_id, dated_at, value, five_point, " + dimensionColumns

func ratingRow(r *conversation.Rating) []driver.Value {
	return append([]driver.Value{r.Project, r.Event, r.Conversation, code(r.Conversation), r.Turn, r.At, r.Value, r.FivePoint}, dimensionValues(&r.Dimensions)...)
}

func scanRating(rows *sql.Rows, r *conversation.Rating) error {
	return rows.Scan(append([]any{&r.Project, &r.Event, &r.Conversation, &r.Turn, &r.At, &r.Value, &r.FivePoint}, dimensionTargets(&r.Dimensions)...)...)
}

const conversionColumns = "project, event_id, dated_at, name, value, currency, attribution, conversation_id, first_touch, lag_seconds, " + dimensionColumns

func conversionRow(c *conversation.Conversion, made store.Made) []driver.Value {
	row := append([]driver.Value{
		c.Project, c.Event, c.At, c.Name, optional(c.Value), c.Currency, string(c.By), c.Conversation, code(c.Conversation), c.FirstTouch, optional(c.LagSeconds),
	}, dimensionValues(&c.Dimensions)...)
	return append(row, int32(made.Rules), int32(made.Definitions)) //nolint:gosec // versions
}

func scanConversion(rows *sql.Rows, c *conversation.Conversion) error {
	return rows.Scan(append([]any{
		&c.Project, &c.Event, &c.At, &c.Name, &c.Value, &c.Currency, &c.By, &c.Conversation, &c.FirstTouch, &c.LagSeconds,
	}, dimensionTargets(&c.Dimensions)...)...)
}

// present is the list, never nil: the columns are NOT NULL.
func present[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func emptyAsNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

func words(signals []conversation.Signal) []string {
	list := make([]string, len(signals))
	for i, signal := range signals {
		list[i] = string(signal)
	}
	return list
}
