package collect

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCloudEventsCaptures(t *testing.T) {
	f := func(sdk string, want ...string) {
		t.Helper()
		var got []string
		for _, req := range captured(t, "cloudevents", sdk) {
			got = append(got, toldBy(t, &CloudEvents{}, req))
		}
		if diff := cmp.Diff(strings.Join(want, "\n"), strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", sdk, diff)
		}
	}
	const prompt = `prompt "screeb_copilot_user_prompt" user_42 conversation=conv_123 session=sess_456 text=How can I export my data?`
	f("cloudevents-js", prompt, prompt, prompt, prompt)
	const response = `response "screeb_copilot_response" user_42 conversation=conv_123 session=sess_456 text=Use the Settings page.`
	f("cloudevents-go", response, response)
}

func TestCloudEventsItems(t *testing.T) {
	f := func(item, want string) {
		t.Helper()
		if got := toldBy(t, &CloudEvents{}, Request{Body: []byte(`[` + item + `]`)}); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", item, got, want)
		}
	}
	of := func(kind, rest, want string) {
		t.Helper()
		f(`{"specversion":"1.0","id":"1","source":"/s","type":"`+kind+`",`+rest+`}`, want)
	}
	const data = `"subject":"u","data":{"prompt":"Hi","conversation_id":"c"}`
	of("com.example.screeb_copilot_user_prompt", data, `prompt "screeb_copilot_user_prompt" u conversation=c text=Hi`)
	of("com.example.copilot.user_prompt", data, `prompt "user_prompt" u conversation=c text=Hi`)
	of("copilot.identify", `"data":{"user_id":"u","plan":"pro"}`, `identify "identify" u {"plan":"pro"}`)
	of("com.example.user_prompt", `"subject":"u","data":{"prompt":"Hi"}`, `track "com.example.user_prompt" u {"prompt":"Hi"}`)
	of("com.example.identify", `"subject":"u"`, `track "com.example.identify" u`)
	of("screeb_copilot_user_prompt", `"conversationid":"c","sessionid":"s","messageid":"m","agentid":"a","userid":"u","accountid":"acme","anonymousid":"x","data":{"prompt":"Hi"}`,
		`prompt "screeb_copilot_user_prompt" u~x conversation=c session=s message=m account=acme text=Hi`)
	of("screeb_copilot_user_prompt", `"subject":"other","userid":"too","data":{"user_id":"u","prompt":"Hi","conversation_id":"c"}`, `prompt "screeb_copilot_user_prompt" u conversation=c text=Hi`)
	of("paid", `"subject":"u","data_base64":"eyJuIjoxfQ=="`, `track "paid" u {"n":1}`)
	of("paid", `"subject":"u","data":"{\"n\":1}"`, `track "paid" u {"n":1}`)
	of("paid", `"subject":"u","data":"words"`, `track "paid" u {"data":"words"}`)
	of("paid", `"subject":"u","data":[1,2]`, `track "paid" u {"data":[1,2]}`)
	of("paid", `"data":null`, `track "paid" `)
	f(`{"specversion":"1.0","id":"1","type":"a"}`, `! missing_field source: source is required`)
	f(`{"specversion":"1.0","source":"/s","type":"a"}`, `! missing_field id: id is required`)
	f(`{"specversion":"1.0","source":"/s","id":"1"}`, `! missing_field type: type is required`)
	f(`7`, `! invalid_item : an item must be a JSON object`)
	of("screeb_copilot_user_prompt", `"data":{"prompt":"Hi"}`, `! missing_field conversation_id: conversation_id is required`)
}

func TestCloudEventsBinary(t *testing.T) {
	f := func(attributes map[string]string, body, want string) {
		t.Helper()
		if got := toldBy(t, &CloudEvents{}, Request{Body: []byte(body), Attributes: attributes}); got != want {
			t.Errorf("%v %s:\ngot  %s\nwant %s", attributes, body, got, want)
		}
	}
	of := func(more ...string) map[string]string {
		all := map[string]string{"specversion": "1.0", "id": "1", "source": "/s", "type": "paid"}
		for i := 0; i+1 < len(more); i += 2 {
			all[more[i]] = more[i+1]
		}
		return all
	}
	f(of("subject", "Ren%C3%A9"), `{"n":1}`, `track "paid" René {"n":1}`)
	f(of("subject", "100%"), ``, `track "paid" 100%`)
	f(of(), "words\xff", "track \"paid\"  {\"data\":\"words\ufffd\"}")
	f(of("id", ""), `{}`, `! missing_field id: id is required`)
}

// A repeat has the same id, and another source's event of that id another.
func TestCloudEventsIdentity(t *testing.T) {
	ids := func(source, id string) string {
		t.Helper()
		var c CloudEvents
		batch, err := c.Decode(Request{Body: []byte(`{"specversion":"1.0","type":"a","source":"` + source + `","id":"` + id + `"}`)})
		if err != nil {
			t.Fatal(err)
		}
		events, _, refused := batch.Normalize(arrival())
		if len(refused) > 0 {
			t.Fatal(refused)
		}
		return events[0].ID
	}
	if a, b := ids("/s", "1"), ids("/t", "1"); a != "/s 1" || a == b {
		t.Errorf("%s and %s", a, b)
	}
	long := strings.Repeat("x", 300)
	if a, b := ids(long, "1"), ids(long, "1"); len(a) > 255 || a != b || a == ids(long, "2") {
		t.Errorf("%s and %s", a, b)
	}
}

func TestCloudEventsUnreadable(t *testing.T) {
	for _, body := range []string{"", "7", `{"prompt":"Hi"}`, "[" + strings.Repeat("{},", MaxItems) + "{}]"} {
		var c CloudEvents
		if _, err := c.Decode(Request{Body: []byte(body)}); !errors.Is(err, ErrUnreadable) && !errors.Is(err, ErrTooLarge) {
			t.Errorf("%.20s: %v", body, err)
		}
	}
}
