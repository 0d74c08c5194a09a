package ingest

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/debrief-dev/debrief/event"
)

// anyEvent fills every field of an event, by reflection, so that one added later
// is in the test too.
func anyEvent(random *rand.Rand) event.Event {
	var e event.Event
	v := reflect.ValueOf(&e).Elem()
	for i := range v.NumField() {
		if slices.Contains([]string{"StoredAt", "Forgotten", "Reading"}, v.Type().Field(i).Name) || random.IntN(4) == 0 {
			continue // the store sets it; others are missing sometimes
		}
		anyValue(random, v.Field(i))
	}
	return e
}

func anyValue(random *rand.Rand, v reflect.Value) {
	switch field := v.Addr().Interface().(type) {
	case *string:
		*field = []string{"x", "été 🎉", "\x00", "\xff\xfe", string(make([]byte, 300))}[random.IntN(5)]
	case *event.Kind:
		*field = event.Prompt
	case *event.Marks:
		*field = event.Marks(random.IntN(256))
	case *time.Time:
		*field = time.UnixMicro(random.Int64N(1 << 55)).UTC()
	case **float64:
		*field = new([]float64{0, 0.1, -1, math.MaxFloat64, math.SmallestNonzeroFloat64}[random.IntN(5)])
	case **int64:
		*field = new([]int64{0, -1, math.MaxInt64, math.MinInt64}[random.IntN(4)])
	case *event.Properties:
		for i := range 1 + random.IntN(3) {
			*field = append(*field, event.Property{Name: strconv.Itoa(i), Value: `{"a":[1.50,"x"]}`})
		}
	default:
		panic(fmt.Sprintf("the codec's test does not know %T", field))
	}
}

// Times of an event that was never dated become 1970's beginning: the codec
// keeps microseconds since then.
func dated(e event.Event) event.Event {
	for _, at := range []*time.Time{&e.OccurredAt, &e.ReceivedAt} {
		if at.IsZero() {
			*at = time.UnixMicro(0).UTC()
		}
	}
	return e
}

func decode(events []event.Event, record []byte) ([]event.Event, error) {
	d := decoder{events: events}
	err := d.record(record)
	return d.events, err
}

func TestRecordsRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		events := make([]event.Event, random.IntN(5))
		for i := range events {
			events[i] = dated(anyEvent(random))
		}
		got, err := decode(nil, encode(nil, events, nil))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(events, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	}
}

// However many things a record lists, what could be written can be read. The
// library's own limit is 131,072.
func TestLongLists(t *testing.T) {
	e := prompt("1", "x")
	e.Properties = make(event.Properties, 140_000)
	got, err := decode(nil, encode(nil, []event.Event{e}, nil))
	if err != nil || len(got) != 1 || len(got[0].Properties) != len(e.Properties) {
		t.Fatalf("%d events, %v", len(got), err)
	}
}

// Reading any bytes ends without a panic, and what can be read is written and
// read again as the same.
func FuzzDecode(f *testing.F) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		f.Add(encode(nil, []event.Event{anyEvent(random), anyEvent(random)}, nil))
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		events, err := decode(nil, b)
		if err != nil {
			return
		}
		again := encode(nil, events, nil)
		twice, err := decode(nil, again)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again, encode(nil, twice, nil)) {
			t.Error("not the same again")
		}
	})
}

func BenchmarkCodec(b *testing.B) {
	events := prompts("benchmark", 1000)
	for i := range events {
		events[i].Text = string(bytes.Repeat([]byte("lorem ipsum "), 25))
		events[i].Properties = event.Properties{{Name: "plan", Value: `"pro"`}, {Name: "seats", Value: `12`}}
	}
	encoded := encode(nil, events, nil)
	f := func(name string, do func()) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				do()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(events)), "ns/event")
		})
	}
	var record []byte
	f("encode", func() { record = encode(record[:0], events, nil) })
	var into decoder
	f("decode", func() {
		into.events = into.events[:0]
		if err := into.record(encoded); err != nil {
			b.Fatal(err)
		}
	})
}
