package collect

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// posthogSent are the captured requests of an SDK that send, besides which it
// asks for flags.
func posthogSent(tb testing.TB, sdk string) []Request {
	tb.Helper()
	var all []Request
	for _, req := range captured(tb, "posthog", sdk) {
		if body := string(unform(req.Body)); strings.Contains(body, `"event":`) {
			all = append(all, req)
		}
	}
	return all
}

func TestPostHogCaptures(t *testing.T) {
	f := func(sdk string, want ...string) {
		t.Helper()
		var got []string
		for _, req := range posthogSent(t, sdk) {
			got = append(got, toldBy(t, &PostHog{}, req))
		}
		if diff := cmp.Diff(strings.Join(want, "\n"), strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", sdk, diff)
		}
	}
	const (
		generation = `span "$ai_generation" user_42 conversation=conv_123 model=gpt-4o text=How can I export my data? tokens=12+9 timed {"answered":true,"asked":"7e63","operation":"chat","parent_id":"trace-1","response":"Use the Settings page.","span_id":"span-1","trace_id":"trace-1"}`
		again      = `span "$ai_generation" user_42 conversation=conv_123 model=gpt-4o text=And in CSV? {"answered":true,"asked":"38ad","operation":"chat","parent_id":"trace-1","response":"Yes.","span_id":"span-9","trace_id":"trace-1"}`
		trace      = `span "$ai_trace" user_42 conversation=conv_123 text=How can I export my data? timed {"answered":true,"asked":"7e63","response":"Use the Settings page.","span_id":"trace-1","span_name":"chat","trace_id":"trace-1"}`
		step       = `span "$ai_span" user_42 conversation=conv_123 timed {"parent_id":"trace-1","span_id":"span-2","span_name":"search_docs","trace_id":"trace-1"}`
	)
	const survey = `! missing_field rating_scale: rating_scale is required`
	f("posthog-node",
		generation,
		trace,
		step,
		`satisfaction "$ai_feedback" user_42 conversation=conv_123 message=trace-1 text=This helped {"trace_id":"trace-1"}`,
		`track "$ai_metric" user_42 conversation=conv_123`,
		survey,
		`conversion "screeb_copilot_conversion" user_42 conversation=conv_123 session=sess_456 value=49`,
		`identify "$identify" user_42 {"email":"jane@example.com"}`,
		again)
	f("posthog-node.flags",
		generation,
		`track "$feature_flag_called" user_42 {"locally_evaluated":false}`)
	f("posthog-node.v1",
		survey,
		`conversion "screeb_copilot_conversion" user_42 conversation=conv_123 session=sess_456 value=49`,
		`identify "$identify" user_42 {"email":"jane@example.com"}`,
		generation,
		trace,
		step,
		`satisfaction "$ai_feedback" user_42 conversation=conv_123 message=trace-1 text=This helped {"trace_id":"trace-1"}`,
		`track "$ai_metric" user_42 conversation=conv_123`,
		again)
	for sdk, span := range map[string]string{"posthog-go": "", "posthog-go-1.23.1": `"span_id":"6e0cb66e-7e7f-4dd3-bb7b-645ddfea599a",`} {
		f(sdk,
			strings.Replace(generation, `"span_id":"span-1",`, span, 1),
			`identify "$identify" user_42 {"email":"jane@example.com"}`,
			`satisfaction "$ai_feedback" user_42 conversation=trace:trace-1 message=trace-1 text=great {"trace_id":"trace-1"}`,
			`satisfaction "$ai_metric" user_42 conversation=trace:trace-1 message=trace-1 rating=4 scale=1-5 {"trace_id":"trace-1"}`,
			`identify "$create_alias" user_42~anon-9`)
	}
	f("posthog-ai-openai-wrapper", strings.NewReplacer("span-1", "01a206ce-90d7-7c67-9fd7-1afd784adf66", `"parent_id"`, `"paid":true,"parent_id"`).Replace(generation))
	browser := func(sdk, device, session string, identifiedFirst bool) {
		t.Helper()
		in := "user_42 conversation=trace:trace-1 session=" + session
		page := `page "$pageview" user_42 session=` + session + ` {"title":"t"}`
		identify := `identify "$identify" user_42~` + device + ` {"email":"jane@example.com"}`
		if identifiedFirst {
			page, identify = identify, page
		}
		f(sdk, page, identify,
			`satisfaction "$ai_feedback" `+in+` message=trace-1 text=great {"trace_id":"trace-1"}`,
			`satisfaction "$ai_feedback" `+in+` message=trace-1 text=great answer {"trace_id":"trace-1"}`,
			`satisfaction "$ai_metric" `+in+` message=trace-1 rating=4 scale=1-5 {"trace_id":"trace-1"}`,
			`prompt "screeb_copilot_user_prompt" user_42 conversation=conv_123 session=sess_456 text=How can I export my data?`,
			`track "$pageleave" user_42 session=`+session)
	}
	browser("browser-posthog", "01a206dc-dfe4-792d-8a3a-f9499541aa6e", "01a206dc-e01e-7bc2-8bce-1fca105dbc19", false)
	browser("browser-posthog-404", "01a206dd-040e-76e3-b289-0f83a3c684cf", "01a206dd-044a-71d6-8cfe-d178feea2803", false)
	browser("browser-posthog-1.275", "01a206de-5c25-7075-ae0a-236b9124de22", "01a206de-5c58-77cc-93e8-03aa643b3068", true)
}

func TestPostHogItems(t *testing.T) {
	f := func(item, want string) {
		t.Helper()
		if got := toldBy(t, &PostHog{}, Request{Body: []byte(item)}); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", item, got, want)
		}
	}
	of := func(name, properties, want string) {
		t.Helper()
		f(`{"event":"`+name+`","distinct_id":"u","properties":{`+properties+`}}`, want)
	}
	f(`{"event":"Signed Up (beta)!","properties":{"distinct_id":"u","plan":"pro","$os":"Linux","$session_id":"s"}}`, `track "Signed Up (beta)!" u session=s {"plan":"pro"}`)
	f(`{"distinct_id":"u"}`, `! missing_field event: event is required`)
	f(`{"event":"a","distinct_id":"u","properties":[1]}`, `! invalid_type properties: properties must be an object`)
	f(`{"event":"a"}`, `track "a" `)
	f(`{"event":"a","distinct_id":"u","plan":"pro"}`, `track "a" u {"plan":"pro"}`)

	of("a", `"$is_identified":false`, `track "a" ~u`)
	of("a", `"$is_identified":true,"$process_person_profile":false`, `track "a" u`)
	of("a", `"$process_person_profile":false`, `track "a" ~u`)
	of("a", `"$groups":{"region":"eu","company":"acme"}`, `track "a" u account=acme`)
	of("a", `"$groups":{"region":"eu","shop":"s1"}`, `track "a" u account=eu`)
	of("a", `"$groups":{}`, `track "a" u`)

	of("$identify", `"$set":{"plan":"pro"},"$set_once":{"plan":"free","first":1,"$referrer":"x","utm_source":null}`, `identify "$identify" u {"first":1,"plan":"pro"}`)
	of("$identify", `"$anon_distinct_id":"u"`, `identify "$identify" u`)
	of("$set", `"$set":{"plan":"pro"}`, `identify "$set" u {"plan":"pro"}`)
	of("$create_alias", `"alias":"anon"`, `identify "$create_alias" u~anon`)
	of("$create_alias", `"alias":"named","$is_identified":false`, `identify "$create_alias" named~u`)
	of("$create_alias", `"n":1`, `! missing_field alias: alias is required`)
	f(`{"event":"$create_alias","properties":{"alias":"x"}}`, `! missing_field distinct_id: distinct_id is required`)
	of("$groupidentify", `"$group_type":"company","$group_key":"acme","$group_set":{"seats":3}`, `group "$groupidentify" u account=acme {"group_type":"company","seats":3}`)
	f(`{"event":"$groupidentify","distinct_id":"$company_acme","properties":{"$group_type":"company","$group_key":"acme"}}`,
		`group "$groupidentify"  account=acme {"group_type":"company"}`)
	of("$groupidentify", `"$group_type":"company"`, `! missing_field $group_key: $group_key is required`)
	of("$screen", `"$screen_name":"Home"`, `page "$screen" u`)

	of("Plan Upgraded", `"conversation_id":"c","revenue":49,"currency":"eur"`, `conversion "Plan Upgraded" u conversation=c currency=EUR value=49`)
	of("Plan Upgraded", `"$ai_session_id":"c","revenue":49`, `conversion "Plan Upgraded" u conversation=c value=49`)
	of("Plan Upgraded", `"revenue":49`, `track "Plan Upgraded" u {"revenue":49}`)
	of("screeb_copilot_satisfaction", `"conversationId":"c","rating":"up","ratingScale":"thumbs"`, `satisfaction "screeb_copilot_satisfaction" u conversation=c rating=up scale=thumbs`)
	of("screeb_copilot_user_prompt", `"prompt":"Hi"`, `! missing_field $ai_session_id: $ai_session_id is required`)
}

func TestPostHogFeedback(t *testing.T) {
	f := func(name, properties, want string) {
		t.Helper()
		body := `{"event":"` + name + `","distinct_id":"u","properties":{` + properties + `}}`
		if got := toldBy(t, &PostHog{}, Request{Body: []byte(body)}); got != want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", name, properties, got, want)
		}
	}
	const trace, at = `"$ai_trace_id":"t",`, `u conversation=trace:t message=t `
	f("$ai_feedback", trace+`"$ai_feedback_text":"No"`, `satisfaction "$ai_feedback" `+at+`text=No {"trace_id":"t"}`)
	f("$ai_feedback", `"$ai_feedback_text":"No"`, `track "$ai_feedback" u`)
	f("$ai_metric", trace+`"$ai_metric_name":"Rating","$ai_metric_value":"4"`, `satisfaction "$ai_metric" `+at+`rating=4 scale=1-5 {"trace_id":"t"}`)
	f("$ai_metric", trace+`"$ai_metric_name":"thumbs","$ai_metric_value":0`, `satisfaction "$ai_metric" `+at+`rating=0 scale=thumbs {"trace_id":"t"}`)
	f("$ai_metric", trace+`"$ai_metric_name":"user-feedback","$ai_metric_value":"up"`, `satisfaction "$ai_metric" `+at+`rating=up scale=thumbs {"trace_id":"t"}`)
	f("$ai_metric", trace+`"$ai_metric_name":"nps","$ai_metric_value":9`, `satisfaction "$ai_metric" `+at+`rating=9 scale=nps {"trace_id":"t"}`)
	f("$ai_metric", trace+`"$ai_metric_name":"csat","$ai_metric_value":9,"rating_scale":"0-10"`, `satisfaction "$ai_metric" `+at+`rating=9 scale=0-10 {"trace_id":"t"}`)
	f("$ai_metric", trace+`"$ai_metric_name":"faithfulness","$ai_metric_value":0.2`, `track "$ai_metric" u`)

	f("survey sent", trace+`"$survey_response":1`, `satisfaction "survey sent" `+at+`rating=1 scale=2-1 {"trace_id":"t"}`)
	f("survey sent", trace+`"$survey_response_q1":2,"$survey_response":2,"$survey_response_1":"Too long"`,
		`satisfaction "survey sent" `+at+`rating=2 scale=2-1 text=Too long {"trace_id":"t"}`)
	f("survey sent", trace+`"$survey_response":"Nice"`, `satisfaction "survey sent" `+at+`text=Nice {"trace_id":"t"}`)
	f("survey sent", trace+`"$survey_response":2,"rating_scale":"5"`, `satisfaction "survey sent" `+at+`rating=2 scale=5 {"trace_id":"t"}`)
	f("survey sent", trace+`"$survey_response":4`, `! missing_field rating_scale: rating_scale is required`)
	f("survey sent", trace+`"$survey_completed":true`, `track "survey sent" u`)
	f("survey sent", `"$survey_response":1`, `track "survey sent" u`)
	f("survey sent", `"conversation_id":"c","$survey_response":1`, `satisfaction "survey sent" u conversation=c rating=1 scale=2-1`)
	f("survey shown", trace+`"$survey_id":"s"`, `track "survey shown" u`)
}

func TestPostHogSpans(t *testing.T) {
	f := func(name, properties, want string) {
		t.Helper()
		body := `{"event":"` + name + `","uuid":"e","distinct_id":"u","timestamp":"2026-11-20T12:00:00Z","properties":{` + properties + `}}`
		if got := toldBy(t, &PostHog{}, Request{Body: []byte(body)}); got != want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", name, properties, got, want)
		}
	}
	f("$ai_generation", `"$ai_input":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes?"},{"role":"user","content":"Go"}],"$ai_output_choices":[{"role":"assistant","content":[{"type":"text","text":"Gone"}]}]`,
		`span "$ai_generation" u conversation=trace:e text=Go {"answered":true,"asked":"37bb","asked_before":"f503","operation":"chat","parent_id":"e","response":"Gone","span_id":"e","trace_id":"e"}`)
	f("$ai_generation", `"$ai_trace_id":"t","$ai_is_error":true,"$ai_error":{"message":"down"}`,
		`span "$ai_generation" u conversation=trace:t error=down {"operation":"chat","parent_id":"t","span_id":"e","trace_id":"t"}`)
	f("$ai_embedding", `"$ai_trace_id":"t","$ai_input":"Hi","conversation_id":"c"`, `span "$ai_embedding" u conversation=c {"parent_id":"t","span_id":"e","trace_id":"t"}`)
}

// A generation is dated when it began: it is sent when it is done.
func TestPostHogSpanTime(t *testing.T) {
	var p PostHog
	batch, err := p.Decode(Request{Body: []byte(`{"event":"$ai_generation","uuid":"e","timestamp":"2026-11-20T12:00:10Z","properties":{"$ai_trace_id":"t","$ai_latency":2.5,"$ai_is_error":true,"$ai_error":"down"}}`)})
	if err != nil {
		t.Fatal(err)
	}
	events, _, _ := batch.Normalize(arrival())
	e := &events[0]
	if got := e.OccurredAt.Format("15:04:05.0"); got != "12:00:07.5" || e.LatencyMS == nil || *e.LatencyMS != 2500 || e.ID != "e" || e.Error != "down" {
		t.Errorf("at %s, %v, %s, %s", got, e.LatencyMS, e.ID, e.Error)
	}
}

func TestPostHogRequest(t *testing.T) {
	const item = `{"event":"a","distinct_id":"u","token":"own"}`
	f := func(body, key, sent string, want ...string) {
		t.Helper()
		var p PostHog
		batch, err := p.Decode(Request{Body: []byte(body), Key: key})
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		var at string
		if !batch.SentAt.IsZero() {
			at = batch.SentAt.Format("15:04:05")
		}
		if diff := cmp.Diff(strings.Join(want[1:], "\n"), shown(batch)); diff != "" || batch.Key != want[0] || at != sent {
			t.Errorf("%s: key %q, sent at %s %s", body, batch.Key, at, diff)
		}
	}
	f(`{"api_key":"k","batch":[],"sent_at":"2026-11-20T12:00:00Z"}`, "", "12:00:00", "k")
	f(`{"created_at":"2026-11-20T12:00:00Z","batch":[`+item+`]}`, "header", "12:00:00", "header", ` "a" {}`)
	f(`{"token":"k","batch":[`+item+`,`+item+`]}`, "", "", "k", ` "a" {}`, ` "a" {}`)
	f(`[`+item+`,`+item+`]`, "", "", "own", ` "a" {}`, ` "a" {}`)
	f(`[{"event":"a","properties":{"token":"p"}}]`, "", "", "p", ` "a" {}`)
	f(item, "", "", "own", ` "a" {}`)
	packed := base64.StdEncoding.EncodeToString([]byte(`[` + item + `]`))
	f("data="+url.QueryEscape(packed), "", "", "own", ` "a" {}`)
	f("data="+packed+"&ver=1", "", "", "own", ` "a" {}`)
	f("\n data="+url.QueryEscape(`[`+item+`]`), "", "", "own", ` "a" {}`)
}

func TestPostHogUnreadable(t *testing.T) {
	f := func(body string, want error, message string) {
		t.Helper()
		var p PostHog
		_, err := p.Decode(Request{Body: []byte(body)})
		if !errors.Is(err, want) || !strings.Contains(err.Error(), message) {
			t.Errorf("%.40s: got %v, want %v: %s", body, err, want, message)
		}
	}
	f("", ErrUnreadable, "empty")
	f("data=", ErrUnreadable, "empty")
	f("data=%zz", ErrUnreadable, "not JSON")
	f(`{"batch":{}}`, ErrUnreadable, "its batch is no list")
	f("["+strings.Repeat("{},", MaxItems)+"{}]", ErrTooLarge, "at most 10000")
}

// A repeat has the id it had; an empty one is none, and is made of the content.
func TestPostHogIdentity(t *testing.T) {
	ids := func(item string) string {
		t.Helper()
		var p PostHog
		batch, err := p.Decode(Request{Body: []byte(item)})
		if err != nil {
			t.Fatal(err)
		}
		events, _, _ := batch.Normalize(arrival())
		return events[0].ID
	}
	if got := ids(`{"event":"a","uuid":"u-1"}`); got != "u-1" {
		t.Errorf("own id: %s", got)
	}
	const none = `{"event":"a","uuid":"","timestamp":"2026-11-20T12:00:00Z"}`
	if a, b := ids(none), ids(none); a == "" || a != b {
		t.Errorf("empty id: %q, then %q", a, b)
	}
}
