package topic

import (
	"fmt"
	"strings"
	"testing"
)

// subjects are what the prompts of the tests are about: ways to say it, with a
// gap for a word that changes nothing.
var subjects = map[string]string{
	"password": "how do i reset my %s password|i forgot my %s password|cannot log in with my password %s|change the password of %s|my login password is wrong %s",
	"invoice":  "where is the invoice of %s|send me the %s invoice again|the invoice for %s is missing|download all invoices from %s|i need an invoice with vat for %s",
	"shipping": "when will my parcel arrive in %s|track the delivery of my %s parcel|my parcel from %s is late|the courier lost the parcel %s|has the %s parcel been shipped",
	"weather":  "will it rain in %s tomorrow|what is the weather forecast for %s|how cold is the weather in %s|is it sunny in %s today|temperature and rain in %s",
	"recipe":   "how long do i cook pasta %s|give me a recipe for %s soup|which recipe uses rice and %s|can i bake a cake without %s|cook dinner with chicken and %s",
	"german":   "wo finde ich die Rechnungsnummer %s|die Rechnung %s ist falsch|bitte die Rechnung für %s senden|Rechnungen als Datei herunterladen %s|meine Rechnung von %s fehlt",
	"chinese":  "信用卡%s什么时候寄到|我的信用卡丢失了%s|怎么申请信用卡%s|信用卡%s还没有寄到|取消我的信用卡%s",
}

var fillers = strings.Fields("london paris april work home monday blue second family office garden winter berlin old new today phone market school summer")

// about are count prompts on a subject.
func about(subject string, from, count int) []Prompt {
	ways := strings.Split(subjects[subject], "|")
	out := make([]Prompt, count)
	for k := range out {
		i := from + k
		text := fmt.Sprintf(ways[i%len(ways)], fillers[(i/len(ways)+7*(i%len(ways)))%len(fillers)])
		out[k] = Prompt{ID: fmt.Sprintf("%s-%03d", subject, i), Text: text}
	}
	return out
}

// world are prompts on several subjects.
func world(count int, named ...string) (out []Prompt) {
	for _, s := range named {
		out = append(out, about(s, 0, count)...)
	}
	return out
}

func everything() []string {
	return []string{"password", "invoice", "shipping", "weather", "recipe", "german", "chinese"}
}

// topicOf is the topic that most prompts of a subject are closest to, and their
// share.
func topicOf(t *testing.T, m *Model, prompts []Prompt) (ID, float64) {
	t.Helper()
	counts := make(map[ID]int)
	for _, p := range prompts {
		counts[m.Assign(p).Nearest]++
	}
	most := ID("")
	for id, n := range counts {
		if n > counts[most] || n == counts[most] && id < most {
			most = id
		}
	}
	return most, float64(counts[most]) / float64(len(prompts))
}
