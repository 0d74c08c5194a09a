package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/store"
)

// liveFilter is what a stream is asked for.
type liveFilter struct {
	project string
	kinds   []string // any when empty
	agent   string   // any when empty
}

func (f *liveFilter) has(e *event.Event) bool {
	return e.Project == f.project && (len(f.kinds) == 0 || slices.Contains(f.kinds, string(e.Kind))) && (f.agent == "" || e.Agent == f.agent)
}

// liveStream is one answer that does not end.
type liveStream struct {
	wanted   liveFilter
	texts    bool // whether its reader may see texts
	request  *http.Request
	response http.ResponseWriter
}

// open begins the answer. A reader that disconnects is to wait two seconds
// before it comes again.
func (x *liveStream) open() error {
	h := x.response.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // or nginx would gather it
	// The server's deadline for reading a request would end the stream.
	if err := http.NewResponseController(x.response).SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	return x.write("retry: 2000\n\n")
}

// send writes those of the events that are wanted; of too many, the newest.
func (x *liveStream) send(events []event.Event) error {
	wanted := make([]*event.Event, 0, len(events))
	for i := range events {
		if x.wanted.has(&events[i]) {
			wanted = append(wanted, &events[i])
		}
	}
	if left := len(wanted) - liveBurst; left > 0 {
		if err := x.gap(left); err != nil {
			return err
		}
		wanted = wanted[left:]
	}
	if len(wanted) == 0 {
		return nil
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b) // which ends every value with a line end
	encoder.SetEscapeHTML(false)
	for _, e := range wanted {
		row := report.EventRow(e)
		if !x.texts {
			row = withoutTexts(&row)
		}
		b.WriteString("id: " + place(store.PositionOf(e)) + "\ndata: ")
		if err := encoder.Encode(row); err != nil {
			return err
		}
		b.WriteByte('\n')
	}
	return x.write(b.String())
}

// gap says that events were left out; 0 is an unknown number of them.
func (x *liveStream) gap(leftOut int) error {
	data := "{}"
	if leftOut > 0 {
		data = `{"left_out":` + strconv.Itoa(leftOut) + `}`
	}
	return x.write("event: gap\ndata: " + data + "\n\n")
}

func (x *liveStream) write(text string) error {
	out := http.NewResponseController(x.response)
	if err := out.SetWriteDeadline(time.Now().Add(liveStall)); err != nil { //nolint:forbidigo // sockets know no other clock
		return err
	}
	if _, err := x.response.Write([]byte(text)); err != nil {
		return err
	}
	return out.Flush()
}
