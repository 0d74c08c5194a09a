package eval

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
)

// satisfied is from which star of five on a user is satisfied, dissatisfied
// below which.
const (
	satisfied    = 4
	dissatisfied = 3
)

// RatedTurn is a prompt with what people think of its user's satisfaction.
type RatedTurn struct {
	Cues, Gap    []float64 // see conversation.Draft.Cues; Gap belongs to the prompt before
	Dissatisfied bool      // the mean vote is below three stars
	Stars        []float64 // of each person
	Estimated    float64   // what Debrief says
	EstimatedGap float64   // of the prompt before; 0 where there is none
}

// RatedDialogue is one of the dialogues of USS (Sun et al., 2021).
type RatedDialogue struct {
	Test      bool
	Turns     []RatedTurn
	Votes     []float64 // stars for the dialogue
	Estimated float64   // what Debrief says of it
	events    []event.Event
	draft     *conversation.Draft
}

// Dissatisfied reports whether the mean vote for the whole is below three.
func (d *RatedDialogue) Dissatisfied() bool { return mean(d.Votes) < dissatisfied }

// Satisfied is the share of people who call it satisfying.
func (d *RatedDialogue) Satisfied() float64 {
	n := 0.0
	for _, v := range d.Votes {
		if v >= satisfied {
			n++
		}
	}
	return n / float64(len(d.Votes))
}

// errDialogue says that a line of a file of dialogues is unlike the rest.
var errDialogue = errors.New("not a line of a rated dialogue")

// RatedDialogues reads the dialogues of a set below dir/satisfaction.
func RatedDialogues(dir, set string) ([]RatedDialogue, error) {
	f, err := os.Open(filepath.Join(dir, "satisfaction", set+".tsv")) //nolint:gosec // the caller names the folder
	if err != nil {
		return nil, fmt.Errorf("cannot evaluate satisfaction: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	var all []RatedDialogue
	var lines []string
	for scan := bufio.NewScanner(f); ; {
		more := scan.Scan()
		if line := scan.Text(); more && line != "" {
			lines = append(lines, line)
			continue
		}
		if len(lines) > 0 {
			d, err := ratedDialogue(lines)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", set, err)
			}
			all, lines = append(all, d), nil
		}
		if !more {
			return all, scan.Err()
		}
	}
}

// pace is between two texts: longer than clocks may differ.
const pace = 20 * time.Second

func ratedDialogue(lines []string) (RatedDialogue, error) {
	d := RatedDialogue{Test: Test(lines[0])}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var votes [][]float64
	for i, line := range lines {
		fields := strings.Split(line, "\t")
		if len(fields) != 4 {
			return d, fmt.Errorf("%w: %d fields", errDialogue, len(fields))
		}
		e := event.Event{ID: strconv.Itoa(i), Project: "p", Conversation: "c", Agent: event.DefaultAgent, Kind: event.Response, Text: fields[1]}
		e.OccurredAt = start.Add(time.Duration(i) * pace)
		e.ReceivedAt, e.StoredAt = e.OccurredAt, e.OccurredAt
		if fields[0] == "USER" {
			stars, err := starsOf(fields[3])
			if err != nil {
				return d, err
			}
			if fields[1] == "OVERALL" {
				d.Votes = stars
				continue
			}
			e.Kind = event.Prompt
			votes = append(votes, stars)
		}
		d.events = append(d.events, e)
	}
	return d, d.read(votes)
}

func starsOf(list string) ([]float64, error) {
	var stars []float64
	for one := range strings.SplitSeq(list, ",") {
		x, err := strconv.ParseFloat(one, 64)
		if err != nil {
			return nil, fmt.Errorf("%w: votes %q", errDialogue, list)
		}
		stars = append(stars, x)
	}
	return stars, nil
}

// read reads the cues of each prompt and what Debrief makes of them.
func (d *RatedDialogue) read(votes [][]float64) error {
	now := d.events[len(d.events)-1].OccurredAt.Add(time.Minute)
	d.draft = conversation.NewDraft(d.events, conversation.DefaultDefinitions(), conversation.Neighbours{}, now)
	derived := d.draft.Finish(conversation.Neighbours{})
	prompts, gaps := d.draft.Cues()
	before := -1
	for i := range derived.Turns {
		t := &derived.Turns[i]
		if t.PromptEvent == "" {
			continue
		}
		if len(d.Turns) == len(votes) {
			return fmt.Errorf("%w: a prompt without votes", errDialogue)
		}
		stars := votes[len(d.Turns)]
		one := RatedTurn{Cues: prompts[i], Dissatisfied: mean(stars) < dissatisfied, Stars: stars, Estimated: *t.Dissatisfied}
		if before >= 0 && gaps[before] != nil {
			one.Gap, one.EstimatedGap = gaps[before], *derived.Turns[before].Gap
		}
		d.Turns, before = append(d.Turns, one), i
	}
	if e := derived.Conversation.Estimated; e != nil {
		d.Estimated = *e
	}
	return nil
}

func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}
