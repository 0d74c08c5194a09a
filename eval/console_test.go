package eval

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// A console block of a document is what a terminal showed: commands behind
// "$ ", their further lines behind "> ", and what they printed.

// console runs the commands of such blocks, one after the other.
type console struct {
	*served

	dir     string // where commands run
	path    string
	prelude string // variables and functions that were defined
}

const (
	consoleFence  = "```console\n"
	shownAddress  = "127.0.0.1:8080"
	longestOutput = 400 // bytes of a line that are shown
)

// rerun runs every console block of a document again and returns the document
// with what they print now. fill is asked for the content of other blocks.
func (c *console) rerun(t *testing.T, document string, fill func(fence string) (string, bool)) string {
	t.Helper()
	var out strings.Builder
	parts := strings.SplitAfter(document, "```")
	for i, part := range parts {
		if i%2 == 0 {
			out.WriteString(part)
			continue
		}
		fence, body, _ := strings.Cut(part, "\n")
		content, found := fill(fence)
		if fence == "console" {
			content, found = c.block(t, strings.TrimSuffix(body, "```")), true
		}
		if found {
			part = fence + "\n" + strings.TrimRight(content, "\n") + "\n```"
		}
		out.WriteString(part)
	}
	return out.String()
}

// block runs the commands of one block.
func (c *console) block(t *testing.T, body string) string {
	t.Helper()
	var out strings.Builder
	for _, shown := range commands(body) {
		out.WriteString(shown)
		command := strings.ReplaceAll(strings.TrimPrefix(strings.ReplaceAll(shown, "\n> ", "\n"), "$ "), shownAddress, c.address)
		switch {
		case strings.HasPrefix(command, "debrief serve"):
			out.WriteString(c.shown(c.greeting))
		case regexp.MustCompile(`^\w+(=|\(\))`).MatchString(command):
			c.prelude += command
		default:
			out.WriteString(c.shown(c.shell(t, command)))
		}
	}
	return out.String()
}

// commands are the lines of a block that were typed.
func commands(body string) []string {
	var list []string
	for line := range strings.Lines(body) {
		switch {
		case strings.HasPrefix(line, "$ "):
			list = append(list, line)
		case strings.HasPrefix(line, "> ") && len(list) > 0:
			list[len(list)-1] += line
		}
	}
	return list
}

func (c *console) shell(t *testing.T, command string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "-c", c.prelude+command)
	cmd.Dir, cmd.Env = c.dir, append(os.Environ(), "PATH="+c.path+":"+os.Getenv("PATH"))
	for name, key := range c.keys {
		cmd.Env = append(cmd.Env, name+"="+key)
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", command, err, out)
	}
	return string(out)
}

// shown is output as a document shows it: without keys, on the address a
// newcomer has, and without what a line has too much.
func (c *console) shown(output string) string {
	output = strings.ReplaceAll(output, c.address, shownAddress)
	output = regexp.MustCompile(`\b(db[wsr]_)\w+`).ReplaceAllString(output, "$1…")
	output = regexp.MustCompile(`token=\w+`).ReplaceAllString(output, "token=…")
	output = regexp.MustCompile(`(?m)^(analysing: .*|\d+ % .*)\n`).ReplaceAllString(output, "") // progress
	var b strings.Builder
	for line := range strings.Lines(output) {
		if len(line) > longestOutput {
			line = strings.ToValidUTF8(line[:longestOutput], "") + " …\n"
		}
		b.WriteString(line)
	}
	if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
		b.WriteByte('\n')
	}
	return b.String()
}

// steady is a document without what differs from run to run: durations, rates
// and times of arrival.
func steady(document string) string {
	for _, varies := range []string{
		`in \d\S* \S+ \([\d,]+ events/s\)`, `after \d\S* \w+`, `"received_at":"[^"]*"`,
	} {
		document = regexp.MustCompile(varies).ReplaceAllString(document, varies)
	}
	return document
}
