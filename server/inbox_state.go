package server

import (
	"context"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// inboxKeys are the keys that work and may send.
func (s *Server) inboxKeys(ctx context.Context, project string) ([]InboxKey, error) {
	now := s.Now()
	all, err := s.Control.ListKeys(ctx, project)
	if err != nil {
		return nil, err
	}
	arrivals, err := s.Control.Arrivals(ctx, project, now.AddDate(0, 0, -2*usualDays))
	if err != nil {
		return nil, err
	}
	keys := []InboxKey{}
	for i := range all {
		k := &all[i]
		if k.Kind == control.ReadKey || (!k.RevokedAt.IsZero() && !k.RevokedAt.After(now)) {
			continue
		}
		one := InboxKey{ID: k.ID, Name: k.Name, Kind: k.Kind, Hint: k.Hint}
		var last time.Time
		if one.State, last = stateOf(arrivals, k.ID, now); one.State != neverReceived {
			one.LastEventAt = &last
		}
		if one.State == stopped && !k.RevokedAt.IsZero() {
			one.State = quiet // its end is set: its senders have another
		}
		keys = append(keys, one)
	}
	return keys, nil
}

// inboxState says whether events still come.
type inboxState string

const (
	receiving     inboxState = "receiving"
	quiet         inboxState = "quiet"
	stopped       inboxState = "stopped"
	neverReceived inboxState = "never"
)

// usualDays is how far back a usual pause is looked for.
const usualDays = 7

// stateOf judges the arrivals by one key, which come by hour, as inboxAbout
// says.
func stateOf(arrivals []control.Tally, key string, now time.Time) (state inboxState, last time.Time) {
	var hours []time.Time
	for i := range arrivals {
		if t := &arrivals[i]; t.Key == key {
			hours = append(hours, t.Hour)
			if t.LastAt.After(last) {
				last = t.LastAt
			}
		}
	}
	if last.IsZero() {
		return neverReceived, last
	}
	longest := time.Hour
	for i := 1; i < len(hours); i++ {
		if hours[i-1].After(last.AddDate(0, 0, -usualDays)) {
			longest = max(longest, hours[i].Sub(hours[i-1]))
		}
	}
	switch silent := now.Sub(last); {
	case silent <= time.Hour:
		return receiving, last
	case silent <= longest+time.Hour:
		return quiet, last
	default:
		return stopped, last
	}
}
