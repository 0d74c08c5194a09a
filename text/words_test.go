package text

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	t.Parallel()
	f := func(in string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, Words(in)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
	f("")
	f(" … ? ")
	f("Where is my CARD?", "where", "is", "my", "card")
	f("I can't, won't and don’t", "i", "can", "not", "will", "not", "and", "do", "not")
	f("shan't isn't", "shall", "not", "is", "not")
	f("n't 's't", "not", "s")
	f("what's the bank's rate", "what", "the", "bank", "rate")
	f("où est l'argent", "où", "est", "l", "argent")
	f("'quoted' it''s", "quoted", "it")
	f("top-up of 20 eur", "top", "up", "of", "20", "eur")
	f("ＡＢＣ ﬁn", "abc", "fin") // NFKC
	f("信用卡还没到", "信用", "用卡", "卡还", "还没", "没到")
	f("卡", "卡")
	f("my 信用卡 card", "my", "信用", "用卡", "card")
	f("บัตร", "บั", "ัต", "ตร")
	f("Мой счёт", "мой", "счёт")
	f("बैंक खाता", "बैंक", "खाता") // marks belong to their word
}

func FuzzWords(f *testing.F) {
	f.Add("don't 信用卡 ''t \xff n't")
	f.Fuzz(func(t *testing.T, in string) {
		for _, w := range Words(in) {
			if w == "" {
				t.Errorf("%q: an empty word", in)
			}
		}
	})
}
