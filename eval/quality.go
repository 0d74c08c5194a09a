package eval

import (
	"fmt"
	"strings"
)

// Figure is one line of the table of quality.
type Figure struct {
	Capability string
	On         string // which prompts, and how many
	Value      string
	Must       string // what is promised
	Stretch    string // what would be better still
	Peer       string // what others reach, with the condition
}

// Table shows figures as Markdown.
func Table(figures []Figure) string {
	var b strings.Builder
	b.WriteString("| capability | on | figure | must | stretch | peer |\n|---|---|---|---|---|---|\n")
	for _, f := range figures {
		fmt.Fprintf(&b, "| %s | %s | **%s** | %s | %s | %s |\n", f.Capability, f.On, f.Value, f.Must, f.Stretch, f.Peer)
	}
	return b.String()
}
