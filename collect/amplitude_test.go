package collect

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAmplitudeCaptures(t *testing.T) {
	f := func(sdk string, want ...string) {
		t.Helper()
		var got []string
		for _, req := range captured(t, "amplitude", sdk) {
			if !SpeaksAmplitude(req.Body) {
				t.Errorf("%s is taken for PostHog's: %s", sdk, req.Body)
			}
			got = append(got, toldBy(t, &Amplitude{}, req))
		}
		if diff := cmp.Diff(strings.Join(want, "\n"), strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", sdk, diff)
		}
	}
	const asked = `prompt "[Agent] User Message" user_42~dev-1 conversation=conv_123 session=1767225600000 message=m1 text=How can I export my data? {"[Agent] Turn ID":1,"trace_id":"trace-1"}`
	f("amplitude-node", asked,
		`response "[Agent] AI Response" user_42~dev-1 conversation=conv_123 message=m2 model=gpt-4o text=Use the Settings page. {"[Agent] Turn ID":1,"cost_usd":0.0012,"provider":"openai","trace_id":"trace-1"}`,
		`satisfaction "[Agent] Score" user_42 conversation=conv_123 message=m2 rating=1 scale=thumbs {"[Agent] Score Name":"user-feedback","[Agent] Target ID":"m2","[Agent] Turn ID":1,"trace_id":"trace-1"}`,
		`identify "$identify" user_42 {"plan":"pro"}`)
	f("amplitude-node.batch", asked)
	f("amplitude-go", `prompt "[Agent] User Message" user_42 conversation=conv_123 text=How can I export my data?`)
	f("browser-amplitude", `prompt "[Agent] User Message" user_42~061ab902-8bec-41c9-be9b-a6edd52e1f3b conversation=conv_123 session=1795411419574 text=How can I export my data?`)
	for _, sdk := range []string{"posthog-node", "posthog-go", "browser-posthog-404"} {
		for _, req := range captured(t, "posthog", sdk) {
			if SpeaksAmplitude(req.Body) {
				t.Errorf("%s is taken for Amplitude's: %s", sdk, req.Body)
			}
		}
	}
}

func TestAmplitudeItems(t *testing.T) {
	f := func(item, want string) {
		t.Helper()
		if got := toldBy(t, &Amplitude{}, Request{Body: []byte(`{"events":[` + item + `]}`)}); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", item, got, want)
		}
	}
	of := func(name, properties, want string) {
		t.Helper()
		f(`{"event_type":"`+name+`","user_id":"u","event_properties":{`+properties+`}}`, want)
	}
	f(`7`, `! invalid_item : an item must be a JSON object`)
	f(`{"user_id":"u"}`, `! missing_field event_type: event_type is required`)
	f(`{"event_type":"Opened (v2)","device_id":"d","session_id":-1,"groups":{"company":["acme","b"]},"ip":"1.2.3.4"}`, `track "Opened (v2)" ~d account=acme`)
	f(`{"event_type":"$identify","user_id":"u","user_properties":{"$set":{"plan":"pro"},"$setOnce":{"plan":"free","first":1},"$add":{"n":1},"old":true}}`, `identify "$identify" u {"first":1,"old":true,"plan":"pro"}`)
	f(`{"event_type":"$groupidentify","groups":{"company":"acme"},"group_properties":{"$set":{"seats":3}}}`, `group "$groupidentify"  account=acme {"seats":3}`)
	f(`{"event_type":"$groupidentify","group_properties":{"$set":{"seats":3}}}`, `! missing_field groups: groups is required`)
	of("revenue_amount", `"$price":4.5,"$quantity":2,"$currency":"EUR"`, `conversion "revenue_amount" u currency=EUR value=9 {"$price":4.5,"$quantity":2}`)
	of("revenue_amount", `"$revenue":"7"`, `conversion "revenue_amount" u value=7 {"$revenue":"7"}`)
	of("revenue_amount", `"$quantity":2`, `track "revenue_amount" u {"$quantity":2}`)
	of("Plan Upgraded", `"conversation_id":"c","revenue":49`, `conversion "Plan Upgraded" u conversation=c value=49`)
	of("[Amplitude] Page Viewed", `"n":1`, `page "[Amplitude] Page Viewed" u {"n":1}`)

	const c = `"[Agent] Session ID":"c",`
	of("[Agent] User Message", c+`"$llm_message":"Hi"`, `prompt "[Agent] User Message" u conversation=c text=Hi`)
	of("[Agent] User Message", c+`"n":1`, `! missing_field $llm_message: $llm_message is required`)
	of("[Agent] User Message", `"$llm_message":{"text":"Hi"}`, `! missing_field [Agent] Session ID: [Agent] Session ID is required`)
	of("[Agent] AI Response", c+`"[Agent] Model Name":"m","[Agent] Is Error":true,"[Agent] Error Message":"down"`,
		`response "[Agent] AI Response" u conversation=c model=m {"[Agent] Is Error":true}`)
	of("[Agent] Tool Call", c+`"[Agent] Tool Name":"search","[Agent] Latency Ms":20`, `tool "[Agent] Tool Call" u conversation=c {"duration_ms":20,"tool":"search"}`)
	of("[Agent] Tool Call", c+`"n":1`, `track "[Agent] Tool Call" u conversation=c {"n":1}`)
	of("[Agent] Session End", c+`"n":1`, `track "[Agent] Session End" u conversation=c {"n":1}`)

	score := func(properties, want string) {
		t.Helper()
		of("[Agent] Score", c+properties, want)
	}
	score(`"[Agent] Score Name":"x","[Agent] Evaluation Source":"user","[Agent] Score Value":4`, `satisfaction "[Agent] Score" u conversation=c rating=4 scale=1-5 {"[Agent] Evaluation Source":"user","[Agent] Score Name":"x"}`)
	score(`"[Agent] Score Name":"csat","[Agent] Evaluation Source":"ai","[Agent] Score Value":4`,
		`track "[Agent] Score" u conversation=c {"[Agent] Evaluation Source":"ai","[Agent] Score Name":"csat","[Agent] Score Value":4}`)
	score(`"[Agent] Score Name":"thumbs","[Agent] Score Value":"down","[Agent] Comment":"No"`, `satisfaction "[Agent] Score" u conversation=c rating=down scale=thumbs text=No {"[Agent] Score Name":"thumbs"}`)
	score(`"[Agent] Score Name":"quality","[Agent] Score Value":1`, `track "[Agent] Score" u conversation=c {"[Agent] Score Name":"quality","[Agent] Score Value":1}`)
	score(`"[Agent] Score Name":"csat","[Agent] Score Value":5,"[Agent] Target Type":"session","[Agent] Target ID":"c"`,
		`satisfaction "[Agent] Score" u conversation=c rating=5 scale=1-5 {"[Agent] Score Name":"csat","[Agent] Target ID":"c","[Agent] Target Type":"session"}`)
}

func TestSpeaksAmplitude(t *testing.T) {
	f := func(body string, want bool) {
		t.Helper()
		if got := SpeaksAmplitude([]byte(body)); got != want {
			t.Errorf("%s: %v", body, got)
		}
	}
	f(`{"events":[]}`, true)
	f(` {"api_key":"k","options":{"batch":1},"events":`, true)
	f(`{"batch":[],"events":[]}`, false)
	f(`{"api_key":"k"}`, false)
	f(`{"api_key":`, false)
	f(`[{"events":[]}]`, false)
	f(`data=x`, false)
	f(``, false)
}

// What is refused as a whole is to be sent again where that can help, and not at once.
func TestAmplitudeRefuse(t *testing.T) {
	f := func(r Refused, status int, want AmplitudeRefusal) {
		t.Helper()
		got, body := (*Amplitude)(nil).Refuse(r)
		if diff := cmp.Diff(want, body); diff != "" || got != status {
			t.Errorf("%+v: %d %s", r, got, diff)
		}
	}
	f(Refused{Status: 503, Code: TooFast, Detail: "slow", Items: 2}, 429, AmplitudeRefusal{Code: 429, Error: "slow", Throttled: []int{0, 1}})
	f(Refused{Status: 503, Code: "overloaded", Detail: "full"}, 503, AmplitudeRefusal{Code: 503, Error: "full"})
	f(Refused{Status: 413, Detail: "large"}, 413, AmplitudeRefusal{Code: 413, Error: "large"})
	f(Refused{Status: 401, Detail: "who"}, 401, AmplitudeRefusal{Error: "who"})
	f(Refused{Status: 403, Detail: "where"}, 403, AmplitudeRefusal{Error: "where"})
	var a Amplitude
	if _, err := a.Decode(Request{Body: []byte(`{"events":{}}`)}); !errors.Is(err, ErrUnreadable) {
		t.Errorf("got %v", err)
	}
}
