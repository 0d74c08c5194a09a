package text_test

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/text"
)

func TestTerms(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		var got []string
		for term := range text.Terms(in) {
			got = append(got, term.Text)
			if term.Start < 0 || term.End > len(in) || term.Start >= term.End {
				t.Errorf("%q: %+v stands nowhere", in, term)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", in, strings.Join(got, " "), want)
		}
	}
	f("", "")
	f("How do I EXPORT?", "how do i export")
	f("Çà, l’été: naïve Straße œuvre", "ca l ete naive strasse oeuvre")
	f("error-42 a@b.com", "error 42 a b com")
	f("ТЕСТ ёлка", "тест елка")
	f("Ελλάδα", "ελλαδα")
	f("الطَّلَب أحمد", "الطلب احمد")
	f("मेरा ऑर्डर", "मेरा ऑर्डर")
	f("退款政策", "退款 款政 政策 策")
	f("返金できますか", "返金 金で でき きま ます すか か")
	f("환불을 원해요", "환불 불을 을 원해 해요 요")
	f("คืนเงิน", "คื ืน นเ เง งิ ิน น")
	f("iPhone15を", "iphone15 を")
}

// TestQueries holds queries to what they find. Each language has one that is
// found and one that is not.
func TestQueries(t *testing.T) {
	f := func(query string, want bool, texts ...string) {
		t.Helper()
		q, err := text.ParseQuery(query)
		if err != nil {
			t.Errorf("%q: %v", query, err)
		}
		if q.Matches(texts) != want {
			t.Errorf("%q in %q: got %v, want %v; %+v", query, texts, !want, want, q)
		}
	}
	f("", true, "anything")
	f("export pdf", true, "How do I export?", "As a PDF.")
	f("export pdf", false, "How do I export?")
	f("expo", true, "How do I export?")
	f("expo ", false, "How do I export?")
	f("ex", false, "How do I export?")
	f("expo how", false, "How do I export?")
	f(`"do i export"`, true, "How do I export?")
	f(`"i do export"`, false, "How do I export?")
	f(`"export as pdf"`, false, "export", "as pdf")
	f("refund -invoice", true, "a refund")
	f("refund -invoice", false, "a refund", "the invoice")
	f("refund -inv", true, "a refund", "the invoice")
	f(`refund -"the invoice"`, true, "a refund", "invoice the")
	f(`refund -"the invoice"`, false, "a refund", "the invoice")
	f("error-42", true, "it says error-42.")
	f("error-42", false, "42 times error")
	f("don't", true, "I don’t know")
	f("cafe", true, "un Café")
	f("café", true, "un cafe")
	f("退款", true, "我想申请退款")
	f("退款政策", false, "政策是退款")
	f("猫", true, "白猫")
	f("返金", true, "返金できますか")
	f("キャンセル", true, "注文をキャンセルしたい")
	f("返品", false, "返金できますか")
	f("환불", true, "환불을 받고 싶어요")
	f("환불", false, "반품을 받고 싶어요")
	f("คืนเงิน", true, "ขอคืนเงินได้ไหม")
	f("คืนเงิน", false, "เงินคืน")
	f("طلب", true, "أين طَلَب العميل")
	f("فاتورة", false, "أين طلبي")
	f("ऑर्डर", true, "मेरा ऑर्डर कहाँ है")
	f("रिफंड", false, "मेरा ऑर्डर कहाँ है")
}

func TestQueryErrors(t *testing.T) {
	f := func(query, want string) {
		t.Helper()
		if _, err := text.ParseQuery(query); err == nil || err.Error() != want {
			t.Errorf("%q: %v", query, err)
		}
	}
	f(`refund "the in`, `The quote is not closed: end the phrase with " (at byte 7)`)
	f(`-invoice`, `It names no word to find: write at least one that is not excluded, as in refund -invoice (at byte 0)`)
	f(`???`, `It names no word to find: write at least one that is not excluded, as in refund -invoice (at byte 0)`)
}

func TestMarks(t *testing.T) {
	f := func(query, in, want string) {
		t.Helper()
		q, err := text.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range q.Marks(in) {
			got = append(got, in[m.Start:m.End])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q in %q: %q, want %q", query, in, got, want)
		}
	}
	f("export expo", "Export, then exports", "Export|exports")
	f("退款政策", "请问退款政策？", "退款政策")
	f("cafe", "le Café", "Café")
}

func FuzzQuery(f *testing.F) {
	f.Add(`a "b c" -d`, "a b c")
	f.Fuzz(func(t *testing.T, query, in string) {
		q, err := text.ParseQuery(query)
		if err != nil {
			return
		}
		q.Matches([]string{in})
		for _, m := range q.Marks(in) {
			_ = in[m.Start:m.End]
		}
	})
}

func TestSketches(t *testing.T) {
	k := text.NewSketcher(text.General())
	sketch := func(s string) text.Sketch { return k.Sketch(text.Words(s)) }
	f := func(asked, alike, far string) {
		t.Helper()
		if near, apart := sketch(asked).Distance(sketch(alike)), sketch(asked).Distance(sketch(far)); near >= apart {
			t.Errorf("%q is %d bits from %q and %d from %q", asked, near, alike, apart, far)
		}
	}
	f("how do I get my money back", "can I have a refund", "what is the weather in Paris")
	f("cancel my subscription", "I want to end my plan", "the app crashes on start")
	f("我想申请退款", "怎么申请退款", "今天天气怎么样")
	f("환불을 받고 싶어요", "환불 받고 싶습니다", "오늘 날씨 어때요")
	if sketch("?!") != (text.Sketch{}) {
		t.Error("a text that says nothing has a sketch")
	}
}
