package demo

import (
	"math"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// person is one user, visitor or tester, with a stream of chance of their own.
type person struct {
	chance
	world         *world
	number        int
	id, anonymous string
	known         bool // identified by now
	given, family string
	role, lang    string
	account       *account
	zone          *time.Location
	context       event.Properties
	environment   string // empty in production

	joined  time.Time // when they sign up
	looking time.Time // from when they visit without an account
	adopts  time.Time // when they start to use a copilot; zero: never
	left    bool      // stopped using copilots
	comes   float64   // chance of a visit on a Tuesday
	asks    float64   // mean questions in a visit
	model   string    // which one answers them in support

	sent, talks, visits int
	topic               string   // what they talk about just now
	open                *problem // what they could not solve
	retry               bool     // they come back for it the next day
}

// never is after every period.
func (w *world) never() time.Time { return w.end.Add(day) }

func (w *world) newPerson(number int) *person {
	w.born++
	p := &person{chance: newChance(w.seed, w.born), world: w, number: number}
	p.model = []string{"brook-2", "brook-2-mini"}[p.IntN(2)]
	return p
}

// newUser makes a user of an account. Nearly half were there before the
// period, the others sign up ever faster.
func (w *world) newUser(number int, a *account) *person {
	p := w.newPerson(number)
	p.id, p.account = "u_"+strconv.Itoa(20000+number), a
	p.lang = a.language
	if p.yes(0.06) {
		p.lang = "en"
	}
	p.settle(a.country)
	p.given = pick(p.chance, w.names.lists["given."+p.lang])
	p.family = pick(p.chance, w.names.lists["family"])
	p.role = pick(p.chance, w.names.lists["role"])
	p.comes = min(p.lognormal(0.27, 0.75), 0.95)
	p.asks = min(p.lognormal(0.75, 0.9), 2.5)
	period := float64(w.days) * float64(day)
	fresh := p.yes(0.55)
	if fresh {
		// The density of sign-ups rises from 0.6 to 1.4 of its mean; this is
		// the inverse of its integral.
		share := (math.Sqrt(0.36+1.6*p.Float64()) - 0.6) / 0.8
		p.joined = w.start.Add(time.Duration(share * period))
	} else {
		p.joined = w.start.Add(-time.Duration(p.between(15, 400) * float64(day)))
	}
	p.begin(fresh, period)
	return p
}

// begin decides how somebody comes to Boardwalk and to its copilots: some look
// around before they sign up, and some of these ask a copilot already then.
func (p *person) begin(fresh bool, period float64) {
	p.looking = p.joined
	if fresh && p.yes(0.35) {
		p.anonymous = p.code("a", 0)
		p.looking = p.joined.Add(-5 * day)
	}
	if !p.yes(0.6) {
		return
	}
	switch {
	case !fresh:
		p.adopts = p.world.start.Add(time.Duration((p.Float64()*1.3 - 0.6) * period))
	case p.anonymous != "" && p.yes(0.4):
		p.adopts = p.looking
	default:
		p.adopts = p.joined.Add(time.Duration(p.exponential(3) * float64(day)))
	}
}

// newVisitor makes somebody who looks around for a few days and never signs up.
func (w *world) newVisitor(number int) *person {
	p := w.newPerson(number)
	p.anonymous = p.code("a", 0)
	p.joined = w.never()
	p.looking = w.start.Add(time.Duration(p.Float64() * float64(w.days) * float64(day)))
	p.lang, p.comes, p.asks = []string{"en", "fr", "de", "es"}[p.weighted(70, 12, 11, 7)], 0.3, 0.25
	p.settle(map[string]string{"en": "GB", "fr": "FR", "de": "DE", "es": "ES"}[p.lang])
	p.adopts = p.looking
	return p
}

// newTester makes one of Boardwalk's own, who tries things out in staging.
func (w *world) newTester(number int) *person {
	p := w.newPerson(number)
	p.id, p.given, p.family, p.role, p.lang = "qa_"+strconv.Itoa(number), "Quinn", "Tester", "analyst", "en"
	p.account = &account{id: "acc_boardwalk", name: "Boardwalk", industry: "software", plan: "enterprise", country: "IE", seats: 60, members: 2}
	p.environment, p.comes, p.asks = "staging", 0.35, 0.7
	p.joined = w.start.Add(-200 * day)
	p.looking, p.adopts = p.joined, p.joined
	p.settle("IE")
	return p
}

// settle gives a person their country's clock and what the tag says of them.
func (p *person) settle(country string) {
	offset := map[string]int{"US": -5, "FR": 1, "DE": 1, "ES": 1, "NL": 1}[country]
	p.zone = time.FixedZone(country, offset*int(time.Hour/time.Second))
	p.context = event.Properties{{Name: "demo", Value: "true"}, text("locale", p.lang+"-"+country)}
}

// identify tells who the person is and which account they belong to.
func (p *person) identify(at time.Time) {
	p.known = true
	p.send(at, event.Identify, "",
		text("email", address(p.given, p.family, p.account.name)), text("firstname", p.given), text("lastname", p.family),
		text("role", p.role), text("language", p.lang), text("country", p.account.country),
		text("plan", p.account.plan), whole("seats", p.account.seats), text("signup_at", p.joined.UTC().Format(stamp)))
	p.send(at.Add(40*time.Millisecond), event.Group, "",
		text("name", p.account.name), text("industry", p.account.industry), text("country", p.account.country),
		text("plan", p.account.plan), whole("seats", p.account.seats))
}
