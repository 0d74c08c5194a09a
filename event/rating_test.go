package event

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ratingCase is one row of testdata/ratings.json, which the tag's tests share.
type ratingCase struct {
	Rating json.RawMessage `json:"rating"`
	Scale  json.RawMessage `json:"rating_scale"`
	Value  *float64        `json:"value"`
	Code   Code            `json:"code"`
}

func readTestdata[T any](tb testing.TB, name string) []T {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	var rows []T
	if err := json.Unmarshal(b, &rows); err != nil {
		tb.Fatalf("cannot read %s: %v", name, err)
	}
	if len(rows) == 0 {
		tb.Fatalf("%s holds no case", name)
	}
	return rows
}

func TestRatingsShared(t *testing.T) {
	for _, c := range readTestdata[ratingCase](t, "ratings.json") {
		item := Item{Name: TextValue(NameSatisfaction), Properties: Properties{
			{"conversation_id", `"c"`}, {"rating", Value(c.Rating)}, {"rating_scale", Value(c.Scale)},
		}}
		e, fault := Normalize(item, arrival())
		switch {
		case c.Value == nil && fault == nil:
			t.Errorf("rating %s on %s: got %v, want code %s", c.Rating, c.Scale, *e.Rating, c.Code)
		case c.Value == nil && fault.Code != c.Code:
			t.Errorf("rating %s on %s: got %v, want code %s", c.Rating, c.Scale, fault, c.Code)
		case c.Value != nil && fault != nil:
			t.Errorf("rating %s on %s: got %v, want %v", c.Rating, c.Scale, fault, *c.Value)
		case c.Value != nil && math.Abs(*e.Rating-*c.Value) > 1e-12:
			t.Errorf("rating %s on %s: got %v, want %v", c.Rating, c.Scale, *e.Rating, *c.Value)
		}
	}
}

// Every scale that is documented can be read and means what its row says.
func TestScalesDocumented(t *testing.T) {
	for _, row := range Scales() {
		scale, fault := ParseScale(row.Written)
		if fault != nil || scale != row.Scale {
			t.Errorf("scale %q: got %v, %v, want %v", row.Written, scale, fault, row.Scale)
		}
	}
}

func TestRatingMessages(t *testing.T) {
	f := func(rating, scale, want string) {
		t.Helper()
		s, fault := ParseScale(scale)
		if fault == nil {
			_, fault = s.Normalise(rating, scale)
		}
		if fault == nil {
			t.Fatalf("rating %q on %q was taken", rating, scale)
		}
		if fault.Message != want {
			t.Errorf("rating %q on %q:\ngot  %s\nwant %s", rating, scale, fault.Message, want)
		}
	}
	f("6", "1-5", `rating 6 is outside rating_scale "1-5"; rating_scale "1-7" would fit`)
	f("8", "ces", `rating 8 is outside rating_scale "ces"; rating_scale "0-10" would fit`)
	f("4", "thumbs", `rating 4 is outside rating_scale "thumbs"; rating_scale "1-5" would fit`)
	f("0", "5", `rating 0 is outside rating_scale "5"; rating_scale "0-5" would fit`)
	f("-1", "1-5", `rating -1 is outside rating_scale "1-5"; rating_scale "thumbs" would fit`)
	f("85", "nps", `rating 85 is outside rating_scale "nps"; rating_scale "0-100" would fit`)
	f("1000", "5", `rating 1000 is outside rating_scale "5"; no common scale has it, send its own bounds as rating_scale "a-b"`)
	f("good", "csat", `rating "good" cannot be read on scale "csat"; send a number from 1 to 5`)
	f("4/5", "0-10", `rating "4/5" cannot be read on scale "0-10"; send a number from 0 to 10`)
	f("liked", "thumbs", `rating "liked" cannot be read on scale "thumbs"; send "up" or "down", true or false, "yes" or "no", 1 or 0, 👍 or 👎`)
	f("4", "stars", `rating_scale "stars" is unknown; use "1-5", "0-10", "5", "csat", "ces", "nps", "thumbs" or "boolean"`)
	f(strings.Repeat("é", 50), "5", `rating "`+strings.Repeat("é", 40)+`…" cannot be read on scale "5"; send a number from 1 to 5`)
}

// The scale a message proposes takes the rating it was proposed for.
func TestProposedScaleFits(t *testing.T) {
	for _, rating := range []string{"0", "6", "7.5", "10", "11", "99", "-1"} {
		for _, row := range Scales() {
			_, fault := row.Scale.Normalise(rating, row.Written)
			if fault == nil {
				continue
			}
			_, proposal, found := strings.Cut(fault.Message, `; rating_scale "`)
			proposal, _, ended := strings.Cut(proposal, `"`)
			if !found || !ended {
				t.Fatalf("no proposal in %q", fault.Message)
			}
			scale, unknown := ParseScale(proposal)
			if unknown != nil {
				t.Fatalf("%q proposes a scale that is none: %v", fault.Message, unknown)
			}
			if _, again := scale.Normalise(rating, proposal); again != nil {
				t.Errorf("%q, yet %v", fault.Message, again)
			}
		}
	}
}

func FuzzParseScale(f *testing.F) {
	for _, row := range Scales() {
		f.Add(row.Written, "1")
	}
	f.Add("-3--1", "-2")
	f.Add("1—5", "👍🏽")
	f.Add(strings.Repeat("9", 308)+"-1", "nan")
	f.Fuzz(func(t *testing.T, written, rating string) {
		scale, fault := ParseScale(written)
		if fault != nil {
			if fault.Code != UnknownRatingScale || fault.Field != "rating_scale" {
				t.Fatalf("scale %q: %v", written, fault)
			}
			return
		}
		if !(scale.Low < scale.High) {
			t.Fatalf("scale %q is %v", written, scale)
		}
		for raw, want := range map[float64]float64{scale.Low: 0, scale.High: 1} {
			text := strings.TrimSpace(jsonNumber(raw))
			if got, outside := scale.Normalise(text, written); outside == nil && got != want {
				t.Fatalf("bound %s of %q is %v, want %v", text, written, got, want)
			}
		}
		got, fault := scale.Normalise(rating, written)
		if fault == nil && !(got >= 0 && got <= 1) {
			t.Fatalf("rating %q on %q is %v", rating, written, got)
		}
		if fault != nil && fault.Code != InvalidRating && fault.Code != RatingOutOfRange {
			t.Fatalf("rating %q on %q: %v", rating, written, fault)
		}
	})
}

func jsonNumber(f float64) string {
	b, err := json.Marshal(f)
	if err != nil {
		return ""
	}
	return string(b)
}

// A protocol may assume a scale that begins with its best answer; no sender can
// name one.
func TestParseAssumed(t *testing.T) {
	f := func(written, rating string, want float64) {
		t.Helper()
		scale, fault := ParseAssumed(written)
		if fault != nil {
			t.Fatalf("%s: %v", written, fault)
		}
		if got, fault := scale.Normalise(rating, written); fault != nil || got != want {
			t.Errorf("%s on %s: %v, %v", rating, written, got, fault)
		}
	}
	f("2-1", "1", 1)
	f("2-1", "2", 0)
	f("5-1", "4", 0.25)
	f("1-5", "4", 0.75)
	for _, written := range []string{"", "2-2", "stars"} {
		if _, fault := ParseAssumed(written); fault == nil {
			t.Errorf("%q is a scale", written)
		}
	}
	scale, _ := ParseAssumed("2-1")
	if _, fault := scale.Normalise("3", "2-1"); fault == nil || fault.Code != RatingOutOfRange {
		t.Errorf("3 is on it: %v", fault)
	}
}
