package sqlgen

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// order is how a sort reads: the column, NULL where a conversation has no
// value, and the direction. Those without a value come last.
type order struct {
	column     string
	descending bool
	nullable   bool
}

func orderOf(sort store.Sort) (order, error) {
	switch sort {
	case store.Newest, "":
		return order{column: "c.started_at", descending: true}, nil
	case store.Oldest:
		return order{column: "c.started_at"}, nil
	case store.MostTurns:
		return order{column: "c.turns", descending: true}, nil
	case store.BestRated:
		return order{column: "c.explicit", descending: true, nullable: true}, nil
	case store.WorstRated:
		return order{column: "c.explicit", nullable: true}, nil
	default:
		return order{}, invalid("there is no sort %q", sort)
	}
}

// List compiles a list. Its rows are the total and the ids of up to Limit + 1
// conversations, in order; a list without any has one row with a NULL id.
func List(d Dialect, q store.ListQuery) (Statement, error) {
	b := newBuilder(d, subject{projectID: q.Project, zone: q.Zone, selection: q.Filter, spans: []Span{{q.From, q.To}}, asOf: q.AsOf})
	sort, err := orderOf(q.Sort)
	if err != nil {
		return Statement{}, err
	}
	conditions, err := b.listConditions(&q)
	if err != nil {
		return Statement{}, err
	}
	if q.Among != nil {
		conditions = append(conditions, "c.conversation_code IN ("+b.Found(SoughtAmong)+")")
	}
	after, err := b.after(sort, &q)
	if err != nil {
		return Statement{}, err
	}
	b.with("listed", "SELECT c.conversation_id, "+sort.column+"\nFROM conversations c\nWHERE "+all(append([]string{"c.project = " + project}, conditions...)...))
	page := "SELECT c.conversation_id, row_number() OVER (ORDER BY " + sort.sql() + ") AS place\nFROM listed c\n"
	if after != always {
		page += "WHERE " + after + "\n"
	}
	b.with("page", page+"ORDER BY "+sort.sql()+"\nLIMIT "+b.arg(int64(q.Limit)+1))
	b.with("counted", "SELECT count(*) AS total FROM listed")
	return b.statement("SELECT counted.total, page.conversation_id\nFROM counted LEFT JOIN page ON TRUE\nORDER BY page.place"), nil
}

// Codes compiles the question which conversations a list selects, as codes; of
// the set SoughtAmong only, where within says so.
func Codes(d Dialect, q store.ListQuery, within bool) (Statement, error) {
	b := newBuilder(d, subject{projectID: q.Project, zone: q.Zone, selection: q.Filter, spans: []Span{{q.From, q.To}}, asOf: q.AsOf})
	conditions, err := b.listConditions(&q)
	if err != nil {
		return Statement{}, err
	}
	if within {
		conditions = append(conditions, "c.conversation_code IN ("+b.Found(SoughtAmong)+")")
	}
	return b.statement("SELECT c.conversation_code\nFROM conversations c\nWHERE " + all(append([]string{"c.project = " + project}, conditions...)...)), nil
}

func (o order) sql() string {
	direction := ""
	if o.descending {
		direction = " DESC"
	}
	if o.nullable {
		direction += " NULLS LAST"
	}
	return o.column + direction + ", c.conversation_id"
}

func (b *builder) listConditions(q *store.ListQuery) ([]string, error) {
	if q.Behind == nil {
		filter, err := b.filter("c", q.Filter)
		return append(b.during("c.started_at", q.From, q.To), filter), err
	}
	filter, err := b.filter("c", q.Filter)
	if err != nil {
		return nil, err
	}
	behind, err := b.behind(q)
	return []string{filter, behind}, err
}

// behind is the condition that a conversation c has a row behind a figure.
func (b *builder) behind(q *store.ListQuery) (string, error) {
	of := q.Behind
	from, at, err := b.relation(of.Fact)
	if err != nil {
		return "", err
	}
	breakdowns, err := b.breakdowns(of.By)
	if err != nil {
		return "", err
	}
	conditions := append([]string{"f.project = " + project}, b.during(at, q.From, q.To)...)
	for _, name := range store.All(of.Among, of.Of).Each() {
		condition, unfit := b.condition(of.Fact, name)
		if unfit != nil {
			return "", unfit
		}
		conditions = append(conditions, condition)
	}
	if of.Column != store.NoColumn {
		conditions = append(conditions, b.column(of.Column)+" IS NOT NULL")
	}
	for i, breakdown := range breakdowns {
		value := ""
		if of.Group[i] != nil {
			value = *of.Group[i]
		}
		conditions = append(conditions, breakdown.value+" = "+b.arg(value))
	}
	return within("c.conversation_id", "SELECT f.conversation_id FROM "+from+joins(breakdowns)+b.joined()+"\nWHERE "+all(conditions...)), nil
}

// cursor is a place in a list.
type cursor struct {
	Sort  store.Sort `json:"s"`
	Value *string    `json:"v,omitempty"` // nil where the conversation has none
	ID    string     `json:"i"`
}

// Cursor is the place of a conversation in a list of that order.
func Cursor(sort store.Sort, c *conversation.Conversation) (string, error) {
	at := cursor{Sort: sort, ID: c.ID}
	text := func(s string) *string { return &s }
	switch sort {
	case store.MostTurns:
		at.Value = text(strconv.Itoa(c.Turns))
	case store.BestRated, store.WorstRated:
		if c.Explicit != nil {
			at.Value = text(strconv.FormatFloat(*c.Explicit, 'g', -1, 64))
		}
	default:
		at.Value = text(c.StartedAt.UTC().Format(time.RFC3339Nano))
	}
	raw, err := json.Marshal(at)
	return base64.RawURLEncoding.EncodeToString(raw), err
}

// after is the condition that a conversation comes after the query's cursor.
func (b *builder) after(o order, q *store.ListQuery) (string, error) {
	if q.Cursor == "" {
		return always, nil
	}
	var at cursor
	raw, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	if err != nil || at.Sort != q.Sort || at.ID == "" || (at.Value == nil && !o.nullable) {
		return "", store.ErrInvalidCursor
	}
	id := "c.conversation_id > " + b.arg(at.ID)
	if at.Value == nil {
		return "(" + o.column + " IS NULL AND " + id + ")", nil
	}
	value, err := o.value(*at.Value)
	if err != nil {
		return "", store.ErrInvalidCursor
	}
	place := b.arg(value)
	beyond := " > "
	if o.descending {
		beyond = " < "
	}
	places := []string{o.column + beyond + place, "(" + o.column + " = " + place + " AND " + id + ")"}
	if o.nullable {
		places = append(places, o.column+" IS NULL")
	}
	return either(places...), nil
}

// value reads a cursor's value.
func (o order) value(text string) (any, error) {
	switch o.column {
	case "c.turns":
		return strconv.ParseInt(text, 10, 32)
	case "c.explicit":
		return strconv.ParseFloat(text, 64)
	default:
		return time.Parse(time.RFC3339Nano, text)
	}
}
