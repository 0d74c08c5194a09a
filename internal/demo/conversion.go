package demo

import (
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Chances of a conversion.
const (
	buysSolved   = 0.075 // after a solved conversation
	buysUnsolved = 0.018
	buysAlone    = 0.006 // in a visit without a copilot
	billingTimes = 2.5   // as likely when it was about seats
)

// deal is something of value to Boardwalk.
type deal struct {
	name  string
	value float64
}

// buy converts after some conversations: in the conversation, later in the
// session, or hours later, when only the user is known.
func (t *talk) buy() {
	if !t.known || t.environment != "" {
		return
	}
	chance := buysUnsolved
	if t.solved {
		chance = buysSolved
	}
	if t.intent.id == "billing.seats" {
		chance *= billingTimes
	}
	if !t.yes(chance) {
		return
	}
	d := t.deal()
	switch t.weighted(45, 27, 28) {
	case 0:
		t.now = t.later(20*time.Second, 3*time.Minute)
		t.tell(event.NameConversion, t.priced(d)...)
	case 1:
		at := t.later(2*time.Minute, 20*time.Minute)
		t.send(at, "", event.NameConversion, append(t.priced(d), text("session_id", t.session))...)
	default:
		at := t.later(40*time.Minute, 22*time.Hour)
		t.send(at, "", event.NameConversion, t.priced(d)...)
	}
	t.upgrade(d)
}

// buyAlone converts without a copilot's help.
func (v *visit) buyAlone() {
	if v.yes(buysAlone) {
		d := v.deal()
		v.send(v.now, "", event.NameConversion, append(v.priced(d), text("session_id", v.session))...)
		v.upgrade(d)
	}
}

// seatPrice is a month's price of one seat.
func seatPrice(plan string) float64 {
	switch plan {
	case "free":
		return 0
	case "team":
		return 9
	case "pro":
		return 19
	default:
		return 32
	}
}

func (p *person) deal() deal {
	const months = 12
	price := seatPrice(p.account.plan)
	switch {
	case p.account.plan == "free" && p.account.members == 1:
		return deal{"plan_upgraded", seatPrice("team") * float64(p.account.seats) * months}
	case p.account.plan == "free":
		return deal{"trial_started", 0}
	}
	switch p.weighted(55, 25, 20) {
	case 0:
		return deal{"seats_added", price * float64(1+p.poisson(2.5)) * months}
	case 1:
		return deal{"addon_enabled", []float64{49, 99, 149}[p.IntN(3)]}
	default:
		return deal{"report_pack_bought", 29}
	}
}

func (p *person) priced(d deal) []event.Property {
	own := []event.Property{text("name", d.name), text("plan", p.account.plan), whole("seats", p.account.seats)}
	if d.value > 0 {
		own = append(own, money("value", d.value), text("currency", p.account.currency))
	}
	return own
}

// upgrade changes the plan of an account that has no other member.
func (v *visit) upgrade(d deal) {
	if d.name == "plan_upgraded" {
		v.account.plan = "team"
		v.identify(v.now.Add(time.Second))
	}
}
