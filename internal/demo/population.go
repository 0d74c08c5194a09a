package demo

import (
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
	"strings"
	"time"
)

// world is what people share: the calendar, the texts, the accounts and the
// list of what happened.
type world struct {
	chance
	seed       uint64
	users      int
	days       int
	start, end time.Time
	run        string // marks the ids of these options
	intents    []intent
	languages  map[string]*language
	names      *language
	accounts   []*account
	records    []record
	born       uint64 // people so far; each has the stream of that number
}

// account is one company that uses Boardwalk.
type account struct {
	id, name, industry, plan string
	country, language        string
	currency                 string
	seats, members           int
}

func newWorld(o Options) *world {
	w := &world{
		chance: newChance(o.Seed, 0), seed: o.Seed, users: o.Users, days: o.Days,
		start: o.End.UTC().Add(-time.Duration(o.Days) * day), end: o.End.UTC(),
		intents: readIntents(), names: readLanguage("names"), languages: map[string]*language{},
	}
	for _, name := range []string{"en", "fr", "de", "es"} {
		w.languages[name] = readLanguage(name)
	}
	h := fnv.New32a()
	_, _ = h.Write(fmt.Append(nil, o.Seed, o.End.UTC().UnixNano(), o.Days, o.Users)) // a hash takes everything
	w.run = hex.EncodeToString(h.Sum(nil))
	const perAccount = 9
	for i := range max(4, o.Users/perAccount) {
		w.accounts = append(w.accounts, w.newAccount(i))
	}
	return w
}

// newAccount makes a company. Larger ones are rarer and pay more.
func (w *world) newAccount(number int) *account {
	a := &account{
		id:       "acc_" + strconv.Itoa(1000+number),
		name:     pick(w.chance, w.names.lists["first"]) + " " + pick(w.chance, w.names.lists["second"]),
		industry: pick(w.chance, w.names.lists["industry"]),
		seats:    int(min(math.Ceil(w.lognormal(9, 1.1)), 400)),
	}
	countries := []struct {
		country, language, currency string
		share                       float64
	}{
		{"US", "en", "USD", 20},
		{"GB", "en", "EUR", 22},
		{"IE", "en", "EUR", 12},
		{"NL", "en", "EUR", 14},
		{"FR", "fr", "EUR", 13},
		{"DE", "de", "EUR", 11},
		{"ES", "es", "EUR", 8},
	}
	// Multiples of the golden ratio spread evenly, so that few accounts already
	// have every country in its share.
	_, at := math.Modf(float64(number+1) / math.Phi)
	at *= 100
	c := countries[0]
	for i := 0; at >= c.share; c = countries[i] {
		at -= c.share
		i++
	}
	a.country, a.language, a.currency = c.country, c.language, c.currency
	switch {
	case a.seats < 6:
		a.plan = []string{"free", "team", "pro"}[w.weighted(70, 25, 5)]
	case a.seats < 40:
		a.plan = []string{"free", "team", "pro"}[w.weighted(25, 45, 30)]
	default:
		a.plan = []string{"team", "pro", "enterprise"}[w.weighted(10, 40, 50)]
	}
	return a
}

// people makes everyone: users of accounts, visitors who never sign up, and
// testers in staging.
func (w *world) people() []*person {
	var everyone []*person
	const most = 40 // people of one account, so that no company is half of the demo
	sizes := make([]float64, len(w.accounts))
	for i, a := range w.accounts {
		sizes[i] = float64(min(a.seats, most))
	}
	for range w.users {
		a := w.accounts[w.weighted(sizes...)]
		if a.members >= a.seats {
			a = pick(w.chance, w.accounts)
		}
		a.members++
		a.seats = max(a.seats, a.members)
		everyone = append(everyone, w.newUser(len(everyone), a))
	}
	for range w.users / 6 {
		everyone = append(everyone, w.newVisitor(len(everyone)))
	}
	for range max(2, w.users/200) {
		everyone = append(everyone, w.newTester(len(everyone)))
	}
	return everyone
}

// address is an e-mail address under a domain nobody can own.
func address(given, family, company string) string {
	plain := strings.NewReplacer("é", "e", "è", "e", "í", "i", " ", "", "É", "e")
	return strings.ToLower(plain.Replace(given+"."+family+"@"+company)) + ".example"
}
