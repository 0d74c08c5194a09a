package ingest

import (
	"fmt"
	"math"

	"github.com/fxamacker/cbor/v2"

	"github.com/debrief-dev/debrief/event"
)

// record is one request in the journal of Debrief up to November 2026, in CBOR.
// What a process of that age left is still read.
type record struct {
	Version int     `cbor:"1,keyasint"`
	Events  []entry `cbor:"2,keyasint"`
}

// entry is an event in such a record.
type entry struct {
	ID           string     `cbor:"1,keyasint"`
	Project      string     `cbor:"2,keyasint"`
	Kind         string     `cbor:"3,keyasint"`
	Name         string     `cbor:"4,keyasint"`
	Source       string     `cbor:"5,keyasint,omitempty"`
	Agent        string     `cbor:"6,keyasint,omitempty"`
	Conversation string     `cbor:"7,keyasint,omitempty"`
	Session      string     `cbor:"8,keyasint,omitempty"`
	User         string     `cbor:"9,keyasint,omitempty"`
	Anonymous    string     `cbor:"10,keyasint,omitempty"`
	Account      string     `cbor:"11,keyasint,omitempty"`
	Message      string     `cbor:"12,keyasint,omitempty"`
	OccurredAt   int64      `cbor:"13,keyasint"` // microseconds since 1970, as all times
	ClaimedAt    *int64     `cbor:"14,keyasint,omitempty"`
	ReceivedAt   int64      `cbor:"15,keyasint"`
	Text         string     `cbor:"16,keyasint,omitempty"`
	Rating       *float64   `cbor:"17,keyasint,omitempty"`
	RatingRaw    string     `cbor:"18,keyasint,omitempty"`
	RatingScale  string     `cbor:"19,keyasint,omitempty"`
	Value        *float64   `cbor:"20,keyasint,omitempty"`
	Currency     string     `cbor:"21,keyasint,omitempty"`
	Model        string     `cbor:"22,keyasint,omitempty"`
	Version      string     `cbor:"23,keyasint,omitempty"`
	LatencyMS    *float64   `cbor:"24,keyasint,omitempty"`
	InputTokens  *int64     `cbor:"25,keyasint,omitempty"`
	OutputTokens *int64     `cbor:"26,keyasint,omitempty"`
	Error        string     `cbor:"27,keyasint,omitempty"`
	Properties   []property `cbor:"28,keyasint,omitempty"`
	Context      []property `cbor:"29,keyasint,omitempty"`
	Marks        uint8      `cbor:"30,keyasint,omitempty"`
}

type property struct {
	_     struct{} `cbor:",toarray"`
	Name  string
	Value string
}

// reading is the mode records are read in: whatever could be written can be
// read again, however many events it holds and whatever bytes their texts are.
func reading() (cbor.DecMode, error) {
	return cbor.DecOptions{MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32, UTF8: cbor.UTF8DecodeInvalid}.DecMode()
}

func decodeOld(b []byte) ([]event.Event, error) {
	mode, err := reading()
	if err != nil {
		return nil, err
	}
	var r record
	if err = mode.Unmarshal(b, &r); err != nil {
		return nil, err
	}
	if r.Version > oldVersion {
		return nil, fmt.Errorf("%w (%d)", errRecordVersion, r.Version)
	}
	events := make([]event.Event, len(r.Events))
	for i := range r.Events {
		events[i] = r.Events[i].event()
	}
	return events, nil
}

func (n *entry) event() event.Event {
	e := event.Event{
		ID: n.ID, Project: n.Project, Kind: event.Kind(n.Kind), Name: n.Name, Source: n.Source,
		Agent: n.Agent, Conversation: n.Conversation, Session: n.Session, User: n.User, Anonymous: n.Anonymous,
		Account: n.Account, Message: n.Message, OccurredAt: moment(n.OccurredAt), ReceivedAt: moment(n.ReceivedAt),
		Text: n.Text, Rating: n.Rating, RatingRaw: n.RatingRaw, RatingScale: n.RatingScale, Value: n.Value, Currency: n.Currency,
		Model: n.Model, Version: n.Version, LatencyMS: n.LatencyMS, InputTokens: n.InputTokens, OutputTokens: n.OutputTokens,
		Error: n.Error, Properties: eventProperties(n.Properties), Context: eventProperties(n.Context), Marks: event.Marks(n.Marks),
	}
	if n.ClaimedAt != nil {
		e.ClaimedAt = moment(*n.ClaimedAt)
	}
	return e
}

func eventProperties(all []property) event.Properties {
	if len(all) == 0 {
		return nil
	}
	out := make(event.Properties, len(all))
	for i, p := range all {
		out[i] = event.Property{Name: p.Name, Value: event.Value(p.Value)}
	}
	return out
}
