package conversation

import (
	"runtime"
	"testing"
)

// TestLexiconsAreSmall holds what the lists of all languages take: a process
// that idles may take 100 MB.
func TestLexiconsAreSmall(t *testing.T) {
	heap := func() int64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	all := make([]lexicon, 0, len(lexiconLanguages()))
	for _, language := range lexiconLanguages() {
		all = append(all, readLexicon(language))
	}
	taken := heap() - before
	runtime.KeepAlive(all)
	t.Logf("%d languages take %d kB", len(all), taken>>10)
	if most := int64(4 << 20); taken > most {
		t.Errorf("the lists take %d kB", taken>>10)
	}
}
