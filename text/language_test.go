package text

import (
	"slices"
	"strings"
	"testing"
)

func TestLanguage(t *testing.T) {
	f := func(want, s string) {
		t.Helper()
		if got := Language(s); got != want {
			t.Errorf("%q is %s, taken for %s", s, want, got)
		}
	}
	f("en", "Where can I see my last invoice?")
	f("en", "cancel my subscription")
	f("de", "Wo finde ich meine letzte Rechnung?")
	f("fr", "Où est-ce que je trouve ma dernière facture ?")
	f("es", "¿Dónde puedo ver mi última factura?")
	f("pt", "Onde posso ver a minha última fatura?")
	f("it", "Dove posso vedere la mia ultima fattura?")
	f("nl", "Waar kan ik mijn laatste factuur vinden?")
	f("sv", "Var kan jag hitta min senaste faktura?")
	f("da", "Hvor kan jeg finde min seneste faktura?")
	f("nb", "Hvor kan jeg finne min siste faktura i dag, og hva koster det?")
	f("fi", "Mistä löydän viimeisimmän laskuni?")
	f("pl", "Gdzie znajdę moją ostatnią fakturę?")
	f("cs", "Kde najdu svou poslední fakturu?")
	f("sk", "Kde nájdem svoju poslednú faktúru?")
	f("hu", "Hol találom a legutóbbi számlámat?")
	f("ro", "Unde găsesc ultima mea factură?")
	f("tr", "Son faturamı nerede bulabilirim?")
	f("id", "Di mana saya bisa melihat tagihan terakhir saya?")
	f("vi", "Tôi có thể xem hóa đơn cuối cùng ở đâu?")
	f("ca", "On puc veure la meva última factura?")
	f("el", "Πού μπορώ να δω το τελευταίο μου τιμολόγιο;")
	f("ru", "Где я могу найти последний счёт?")
	f("uk", "Де я можу знайти останній рахунок?")
	f("bg", "Къде мога да намеря последната си фактура?")
	f("ar", "أين أجد فاتورتي الأخيرة؟")
	f("he", "איפה אני יכול לראות את החשבונית האחרונה?")
	f("hi", "मुझे अपना पिछला बिल कहाँ मिलेगा?")
	f("ko", "마지막 청구서는 어디에서 볼 수 있나요?")
	f("ja", "最後の請求書はどこで見られますか?")
	f("zh", "我在哪里可以看到我最后的账单?")
	f("de", "WO FINDE ICH MEINE RECHNUNG")
	f("fr", "Ou\u0300 est ma facture, s'il vous plai\u0302t ?") // accents apart from their letters
	f("zh", "我的 iPhone 坏了")
	for _, s := range []string{"", "?", "12345", "ok", "👍", "A1B2-C3D4", "ขอบคุณ", "\xff\xfe"} {
		f(Undetermined, s)
	}
}

func TestLanguages(t *testing.T) {
	all := Languages()
	slices.Sort(all)
	if all = slices.Compact(all); len(all) != 30 {
		t.Errorf("%d languages: %v", len(all), all)
	}
}

func FuzzLanguage(f *testing.F) {
	f.Add("Where is it? Wo ist es? 在哪里 \xff")
	f.Add(strings.Repeat("Straße ", 1000))
	known := append(Languages(), Undetermined)
	f.Fuzz(func(t *testing.T, s string) {
		if got := Language(s); !slices.Contains(known, got) {
			t.Errorf("%q gives %q", s, got)
		}
	})
}

func BenchmarkLanguage(b *testing.B) {
	for b.Loop() {
		Language("Where can I see the invoice of last month, please?")
	}
}
