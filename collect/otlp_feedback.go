package collect

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// eventEvaluation is the name of OpenTelemetry's event of a judgement.
const eventEvaluation = "gen_ai.evaluation.result"

// verdict is a judgement on an answer: of a user, which makes it a rating, or of
// a judge, another model or code.
type verdict struct {
	name       string
	score      event.Value
	label      string
	comment    string
	scale      string
	human      bool
	responseID string
}

// item is the event of a verdict on a span. A judge's is no rating: it is kept
// as what it is.
func (v *verdict) item(on *span, at time.Time) event.Item {
	item := event.Item{User: on.user, Timestamp: stampOf(at), Context: on.context}
	if on.trace != "" { // it may be told by an event of the span and by a log record
		const idBytes = 16
		item.ID = event.TextValue(hex.EncodeToString(digest(on.trace, v.about(on), v.name, string(v.score), v.label)[:idBytes]))
	}
	var p propertyList
	p.add("name", v.name)
	p.add("label", v.label)
	p.add("trace_id", on.trace)
	p.add("conversation_id", on.place())
	p.add("session_id", on.session)
	p.add("environment", on.environment)
	p.add("message_id", v.about(on))
	rating, assumed := v.rating()
	if (v.human || UserFeedback(v.name)) && (rating != "" || v.comment != "") {
		item.Kind, item.Name = event.Satisfaction, event.TextValue(event.NameSatisfaction)
		item.AssumedScale = assumed
		p.add("comment", v.comment)
		p.add("rating", rating)
		p.add("rating_scale", v.scale)
	} else {
		item.Kind, item.Name = event.Track, event.TextValue(eventEvaluation)
		p.value("score", v.score)
		p.add("explanation", v.comment)
	}
	item.Properties = event.Properties(p).Sorted()
	return item
}

// about is what a verdict names of its turn: the response, else the span, else
// the whole trace.
func (v *verdict) about(on *span) string {
	for _, id := range []string{v.responseID, on.responseID, on.id} {
		if id != "" {
			return id
		}
	}
	return on.trace
}

// UserFeedback reports whether a score of that name is what a user said, by the
// names that are usual for it.
func UserFeedback(name string) bool {
	switch scoreName(name) {
	case "user feedback", "feedback", "user rating", "rating", "user satisfaction", "satisfaction", "thumbs", "thumb", "thumbs up", "like", "stars", "star rating", "csat", "nps", "ces":
		return true
	default:
		return false
	}
}

func scoreName(name string) string {
	return strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(strings.ToLower(name)))
}

// rating is what the user gave, and the scale on which it is taken where none
// is named: the one that the name of the score says, else a thumb for a word
// and for what lies between -1 and 1, and 1 to 5 for what lies beyond.
func (v *verdict) rating() (rating, assumed string) {
	rating, _ = v.score.Scalar()
	if rating == "" {
		rating = thumb(v.label)
		return rating, "thumbs"
	}
	switch scoreName(v.name) {
	case "csat", "nps", "ces":
		return rating, scoreName(v.name)
	case "stars", "star rating":
		return rating, "1-5"
	}
	figure, isNumber := v.score.Figure()
	switch {
	case !isNumber:
		return thumb(rating), "thumbs"
	case figure >= -1 && figure <= 1:
		return rating, "thumbs"
	default:
		return rating, "1-5"
	}
}

// thumb is a word as one of those that a thumb has; other words stay.
func thumb(word string) string {
	switch scoreName(word) {
	case "positive", "good", "great", "like", "liked", "helpful", "satisfied", "thumbs up", "thumb up", "correct":
		return "up"
	case "negative", "bad", "poor", "dislike", "disliked", "unhelpful", "not helpful", "unsatisfied", "dissatisfied", "thumbs down", "thumb down", "incorrect":
		return "down"
	default:
		return word
	}
}

// evaluated reads OpenTelemetry's event of a judgement.
func evaluated(all event.Properties) *verdict {
	a := attributes{own: all}
	return &verdict{
		name: a.text("gen_ai.evaluation.name"), score: a.first("gen_ai.evaluation.score.value"), label: a.text("gen_ai.evaluation.score.label"),
		comment: a.text("gen_ai.evaluation.explanation"), scale: a.text("rating_scale", "gen_ai.evaluation.score.scale"), responseID: a.text("gen_ai.response.id"),
	}
}

// annotations are OpenInference's, which lie in the attributes of the span they
// judge, or of any of its trace or session:
//
//	annotations.0.annotation.name   trace.evaluations.1.evaluation.score
func annotations(all event.Properties) []*verdict {
	var found []*verdict
	for _, group := range []string{"annotations", "evaluations", "trace.annotations", "trace.evaluations", "session.annotations", "session.evaluations"} {
		one := strings.TrimSuffix(group[strings.LastIndexByte(group, '.')+1:], "s")
		for i := range event.MaxProperties {
			prefix := group + "." + strconv.Itoa(i) + "." + one + "."
			if !slices.ContainsFunc(all, func(p event.Property) bool { return strings.HasPrefix(p.Name, prefix) }) {
				break
			}
			a := attributes{own: all}
			found = append(found, &verdict{
				name: a.text(prefix + "name"), score: a.first(prefix + "score"), label: a.text(prefix + "label"), comment: a.text(prefix + "explanation"),
				human: strings.EqualFold(a.text(prefix+"annotator_kind"), "human"),
			})
		}
	}
	return found
}
