package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// How often progress is shown: on a terminal as a bar that is drawn again,
// elsewhere as a line now and then.
const (
	redrawEvery = 200 * time.Millisecond
	lineEvery   = 5 * time.Second
	barWidth    = 24
	lineWidth   = 78
)

// progress shows how far something has come.
type progress struct {
	to       io.Writer
	terminal bool
	now      func() time.Time
	shown    time.Time // when it was last shown
	onScreen bool      // a bar stands on the last line
}

func newProgress(to io.Writer, now func() time.Time) *progress {
	return &progress{to: to, terminal: isTerminal(to), now: now, shown: now()}
}

// show shows a share, which is negative where the whole is not known, and a
// text, unless something was shown just now.
func (p *progress) show(share float64, text string) {
	every := lineEvery
	if p.terminal {
		every = redrawEvery
	}
	if now := p.now(); now.Sub(p.shown) >= every {
		p.shown = now
		p.draw(share, text)
	}
}

func (p *progress) draw(share float64, text string) {
	if share >= 0 {
		share = min(share, 1)
		percent := fmt.Sprintf("%3.0f %%  ", 100*share)
		if p.terminal {
			full := int(share * barWidth)
			percent = "[" + strings.Repeat("#", full) + strings.Repeat("-", barWidth-full) + "] " + percent
		}
		text = percent + text
	}
	if !p.terminal {
		fmt.Fprintln(p.to, strings.TrimSpace(text))
		return
	}
	if line := []rune(text); len(line) > lineWidth {
		text = string(line[:lineWidth])
	}
	fmt.Fprintf(p.to, "\r\x1b[K%s", text)
	p.onScreen = true
}

// clear makes room for a line of something else.
func (p *progress) clear() {
	if p.onScreen {
		fmt.Fprint(p.to, "\r\x1b[K")
		p.onScreen = false
	}
}

// line writes a line of its own.
func (p *progress) line(format string, args ...any) {
	p.clear()
	fmt.Fprintf(p.to, format+"\n", args...)
}
