package collect

import (
	"slices"

	"github.com/debrief-dev/debrief/event"
)

// Answer is the body of the answer to a native or Screeb request: what became
// of its items. Every item is counted or listed once.
type Answer struct {
	Accepted  int       `json:"accepted"  doc:"Items that are on disk now"`
	Duplicate int       `json:"duplicate" doc:"Items that were here before; nothing changed"`
	Rejected  []Refusal `json:"rejected"  nullable:"false" doc:"Items that were refused, in the order of the request"`

	Request Request `json:"-"` // that it answers
}

// Refusal is one refused item of a request.
type Refusal struct {
	Index   int        `json:"index"           doc:"Place of the item in the request, from 0"`
	Code    event.Code `json:"code"            doc:"Reason, from a closed list"`
	Field   string     `json:"field,omitempty" doc:"Name of the property at fault"`
	Message string     `json:"message"         doc:"What is wrong, for a person"`
}

func refusal(index int, fault *event.Rejection) Refusal {
	return Refusal{Index: index, Code: fault.Code, Field: fault.Field, Message: fault.Message}
}

// NewAnswer begins with the items that Normalize refused.
func NewAnswer(refused []Refusal) *Answer {
	return &Answer{Rejected: append([]Refusal{}, refused...)} // never nil: the list is in the body even when empty
}

// Accept counts an item that is on disk.
func (a *Answer) Accept() { a.Accepted++ }

// Repeat counts an item that was stored before.
func (a *Answer) Repeat() { a.Duplicate++ }

// Refuse lists an item that was refused after it was normalised.
func (a *Answer) Refuse(index int, fault *event.Rejection) {
	at, _ := slices.BinarySearchFunc(a.Rejected, index, func(r Refusal, i int) int { return r.Index - i })
	a.Rejected = slices.Insert(a.Rejected, at, refusal(index, fault))
}

// Reply is the answer to a native request: what became of each item.
func (*Native) Reply(a *Answer) (status int, body any) { return a.Status(), a }

// Reply is the answer to a request of Screeb's API, as to a native one.
func (*Screeb) Reply(a *Answer) (status int, body any) { return a.Status(), a }

// The statuses of an answer.
const (
	statusOK            = 200
	statusUnauthorized  = 401
	statusForbidden     = 403
	statusUnprocessable = 422
	statusTooMany       = 429
	statusInternal      = 500
	statusUnavailable   = 503
)

// Status is the HTTP status of the answer: 422 when every item was refused,
// else 200. A request without items has nothing to refuse.
func (a *Answer) Status() int {
	if len(a.Rejected) > 0 && a.Accepted+a.Duplicate == 0 {
		return statusUnprocessable
	}
	return statusOK
}

// Refused is a whole request of which nothing was kept.
type Refused struct {
	Status int    // as it is answered where the protocol has no wish
	Code   string // why, from the table of problems
	Detail string // what went wrong and what to do, for a person
	Items  int    // that it had; 0 where they could not be read

	Request Request // without a body where that could not be read
}

// Encoded is the body of an answer that is no JSON of ours.
type Encoded struct {
	Type string // as Content-Type has it
	Body []byte
}

// TooFast is the code of the problem of a request that came before its key may
// send again.
const TooFast = "rate_exceeded"

// Refuse is the answer to a refused request: its SDKs wait as long as they are
// told after 429 alone. The body stays what it is.
func (*Segment) Refuse(r Refused) (status int, body any) {
	if r.Code == TooFast {
		return statusTooMany, nil
	}
	return r.Status, nil
}
