package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/server"
)

func retentionCommand() command {
	return command{
		name: "retention", summary: "say for how long texts and other fields are kept",
		help: `
Retention shows for how long a project keeps parts of its events, and changes it:

    debrief retention
    debrief retention --texts 1h
    debrief retention --texts 720h --properties 2160h --context 24h
    debrief retention --texts 0

Texts are prompts, answers and comments. They are analysed when they arrive; when
they go, their signals, language and topic stay, and so does every figure, also
when everything is derived again. Properties are those that a product made up:
nothing can be filtered or broken down by them afterwards. Context is what
senders' libraries add. Time counts in whole hours from when an event was
stored; 0 keeps a field for ever.

What is older goes within minutes, and from the files within a day. It does not
come back: a longer time later saves only what is still there.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var t target
			var wish kept
			for _, f := range wish.fields() {
				flags.DurationVar(f.to, f.flag, 0, "how long "+f.about+" are kept, in whole hours; 0 is for ever, and without it nothing changes")
			}
			t.add(flags)
			return func(ctx context.Context, io streams, args []string) error {
				if len(args) > 0 {
					return usage("unexpected argument %q", args[0])
				}
				return retention(ctx, io, t, wish.given(flags))
			}
		},
	}
}

// kept are the times that were asked for.
type kept struct{ texts, properties, context time.Duration }

// keptField is one of them and where it stands in the settings.
type keptField struct {
	flag, about string
	to          *time.Duration
	at          func(*server.Settings) *int
}

func (k *kept) fields() []keptField {
	return []keptField{
		{"texts", "prompts, answers and comments", &k.texts, func(s *server.Settings) *int { return &s.TextsKept }},
		{"properties", "properties that no figure is made of", &k.properties, func(s *server.Settings) *int { return &s.PropertiesKept }},
		{"context", "things that senders' libraries add", &k.context, func(s *server.Settings) *int { return &s.ContextKept }},
	}
}

// given are the fields whose flags were given.
func (k *kept) given(flags *pflag.FlagSet) []keptField {
	return slices.DeleteFunc(k.fields(), func(f keptField) bool { return !flags.Changed(f.flag) })
}

func retention(ctx context.Context, io streams, t target, wish []keptField) (err error) {
	to, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	path := t.query("/api/v1/settings", url.Values{})
	var now server.Settings
	if err = to.get(ctx, path, &now); err != nil {
		return err
	}
	for _, f := range wish {
		if *f.to < 0 || *f.to%time.Hour != 0 {
			return usage("--%s %s: give whole hours, as in 720h, or 0 for ever", f.flag, *f.to)
		}
		*f.at(&now) = int(f.to.Hours())
	}
	if len(wish) > 0 {
		body, failed := json.Marshal(now)
		if failed != nil {
			return failed
		}
		if err = to.call(ctx, request{method: http.MethodPut, path: path, contentType: "application/json", body: body}, &now); err != nil {
			return err
		}
	}
	for _, f := range (&kept{}).fields() {
		span := "for ever"
		if hours := *f.at(&now); hours > 0 {
			span = "for " + count(int64(hours), "hour")
		}
		if _, err = fmt.Fprintf(io.out, "%-12s %s\n", f.flag, span); err != nil {
			return err
		}
	}
	return nil
}
