package demo

import (
	"embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

//go:embed topics/*.txt
var files embed.FS

var errText = errors.New("cannot read the demo's texts")

// language is what is said in one language.
type language struct {
	slots map[string][]string   // what a {slot} may stand for
	lists map[string][]string   // small talk, complaints, the copilot's set phrases
	asked map[string][]question // by intent
}

// question is one thing people want to know, in several wordings.
type question struct {
	asks    []string
	answers []string
	next    []exchange // what is asked once it is answered
}

type exchange struct{ ask, answer string }

// intent is one line of topics/intents.txt.
type intent struct {
	id, agent  string
	weight     float64 // how often it is asked, among its agent's
	good       float64 // chance that an answer helps
	tool, page string
}

func (i *intent) theme() string { theme, _, _ := strings.Cut(i.id, "."); return theme }

func readFile(name string) string {
	b, err := files.ReadFile("topics/" + name + ".txt")
	if err != nil {
		panic(fmt.Errorf("%w: %w", errText, err)) // not reached: the file is part of the program, a test reads all
	}
	return string(b)
}

func readLanguage(name string) *language {
	l, err := parse(readFile(name))
	if err != nil {
		panic(fmt.Errorf("%w: %s: %w", errText, name, err)) // not reached, as above
	}
	return l
}

// parse reads one language, line by line:
//
//	slot NAME: one | another     what {NAME} may stand for
//	list NAME                    its lines follow, each after "- "
//	intent ID                    its questions follow:
//	q …                          a wording; the first after an answer opens the next question
//	a …                          an answer that helps; \n is a line break
//	f … => …                     what may be asked next, and its answer
//
// Lines that are empty or begin with # say nothing.
func parse(text string) (*language, error) {
	p := parser{language: &language{
		slots: map[string][]string{}, lists: map[string][]string{}, asked: map[string][]question{},
	}}
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		if err := p.line(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return p.language, nil
}

type parser struct {
	*language
	list, intent string
}

func (p *parser) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.ReplaceAll(rest, `\n`, "\n")
	switch word {
	case "slot":
		name, values, ok := strings.Cut(rest, ": ")
		if !ok {
			return fmt.Errorf("%w: a slot needs values", errText)
		}
		p.slots[name] = strings.Split(values, " | ")
	case "list":
		p.list = rest
	case "-":
		p.lists[p.list] = append(p.lists[p.list], rest)
	case "intent":
		p.intent = rest
	case "q", "a", "f":
		return p.question(word, rest)
	default:
		return fmt.Errorf("%w: unknown word %q", errText, word)
	}
	return nil
}

func (p *parser) question(word, rest string) error {
	all := p.asked[p.intent]
	if len(all) == 0 || word == "q" && len(all[len(all)-1].answers) > 0 {
		all = append(all, question{})
	}
	last := &all[len(all)-1]
	switch word {
	case "q":
		last.asks = append(last.asks, rest)
	case "a":
		last.answers = append(last.answers, rest)
	case "f":
		ask, answer, ok := strings.Cut(rest, " => ")
		if !ok {
			return fmt.Errorf("%w: a next question needs => and its answer", errText)
		}
		last.next = append(last.next, exchange{ask, answer})
	}
	p.asked[p.intent] = all
	return nil
}

// parseIntents reads the table of intents.
func parseIntents(text string) ([]intent, error) {
	var intents []intent
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		column := strings.Fields(line)
		const columns = 6
		if len(column) != columns {
			return nil, fmt.Errorf("%w: %q has %d columns, not %d", errText, line, len(column), columns)
		}
		weight, err := strconv.ParseFloat(column[2], 64)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errText, err)
		}
		good, err := strconv.ParseFloat(column[3], 64)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errText, err)
		}
		intents = append(intents, intent{column[0], column[1], weight, good, column[4], column[5]})
	}
	return intents, nil
}

func readIntents() []intent {
	intents, err := parseIntents(readFile("intents"))
	if err != nil {
		panic(err) // not reached, as in readFile
	}
	return intents
}
