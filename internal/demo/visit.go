package demo

import (
	"time"

	"github.com/debrief-dev/debrief/event"
)

// live takes a person through the days of the period.
func (p *person) live() {
	first := p.world.start.Truncate(day)
	for n := range p.world.days + 1 {
		midnight := first.AddDate(0, 0, n)
		local := time.Date(midnight.Year(), midnight.Month(), midnight.Day(), 0, 0, 0, 0, p.zone)
		p.tire(local)
		if p.absent(local) {
			continue
		}
		at := p.moment(local)
		if p.anonymous == "" && at.Before(p.joined) {
			continue // signs up later that day
		}
		p.visit(at)
	}
}

// Chances a day that somebody stops asking copilots.
const (
	tireEarly = 0.045 // in the first days
	tireLater = 0.015
	earlyDays = 10
	unhappier = 2 // times as likely with an open problem
)

// tire ends the use of copilots at some point: early for many.
func (p *person) tire(at time.Time) {
	if p.left || p.talks == 0 {
		return
	}
	chance := tireLater
	if at.Sub(p.adopts) < earlyDays*day {
		chance = tireEarly
	}
	if p.open != nil {
		chance *= unhappier
	}
	p.left = p.yes(chance)
}

// absent is whether the person does not come that day.
func (p *person) absent(local time.Time) bool {
	const lookingDays = 5
	switch {
	case local.Add(day).Before(p.looking):
		return true
	case local.Before(p.joined) && local.Sub(p.looking) > lookingDays*day:
		return true // looked around and went away
	case p.retry:
		return false
	}
	comes := p.comes
	if since := local.Sub(p.joined); since >= -day && since < 3*day {
		comes = max(comes, 0.75) // the first days of an account are busy
	}
	return !p.yes(comes * busyness(local.Weekday()))
}

// visit is one session: pages, what is done there, questions to a copilot and
// at times a purchase that no copilot has a part in.
type visit struct {
	*person
	session string
	now     time.Time
	asked   bool
}

func (p *person) visit(at time.Time) {
	p.visits++
	v := &visit{person: p, session: p.code("s", p.visits), now: at}
	if !p.known && !at.Before(p.joined) {
		p.identify(at)
		v.signedUp()
		v.wait(1, 5)
	}
	v.browse(1 + p.poisson(0.1))
	for range v.questions() {
		v.asked = true
		v.converse()
		v.wait(20, 300)
	}
	if !v.asked && p.known && p.environment == "" {
		v.buyAlone()
	}
}

// questions is how many conversations there are in this visit.
func (v *visit) questions() int {
	const most = 6
	switch {
	case v.retry:
		v.retry = false
		return 1
	case v.adopts.IsZero() || v.left || v.now.Before(v.adopts):
		return 0
	case v.talks == 0 && v.known:
		return 1
	}
	return min(v.poisson(v.asks), most)
}

func (v *visit) wait(low, high float64) {
	v.now = v.now.Add(seconds(v.between(low, high)))
}

func seconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second)).Truncate(time.Millisecond)
}

// browse looks at pages and does what a project tool is for.
func (v *visit) browse(pages int) {
	places := []struct{ path, title string }{
		{"/boards", "Boards"},
		{"/boards/timeline", "Timeline"},
		{"/reports", "Reports"},
		{"/reports/exports", "Exports"},
		{"/settings/people", "People"},
		{"/welcome", "Welcome"},
		{"/pricing", "Pricing"},
	}
	deeds := []string{"board_created", "card_created", "card_moved", "comment_added", "file_attached", "report_opened", "export_downloaded"}
	for range pages {
		place := places[v.weighted(40, 14, 12, 8, 7, 8, 4)]
		if !v.known {
			place = places[5+v.IntN(2)]
		}
		v.send(v.now, event.Page, "", text("path", place.path), text("title", place.title),
			text("url", "https://app.boardwalk.example"+place.path), text("session_id", v.session))
		v.wait(4, 60)
		if v.known && v.yes(0.45) {
			v.send(v.now, "", deeds[v.weighted(6, 30, 34, 16, 6, 7, 4)],
				text("plan", v.account.plan), text("session_id", v.session))
			v.wait(2, 40)
		}
	}
}

// signedUp is an event of the product's own, which a goal can be made of.
func (v *visit) signedUp() {
	if !v.joined.Before(v.world.start) {
		v.send(v.now.Add(80*time.Millisecond), "", "signed_up", text("plan", v.account.plan), text("session_id", v.session))
	}
}
