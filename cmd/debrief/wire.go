package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/analyze"
	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/control/sqlite"
	"github.com/debrief-dev/debrief/ingest"
	"github.com/debrief-dev/debrief/ingest/journal"
	"github.com/debrief-dev/debrief/redact"
	"github.com/debrief-dev/debrief/server"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/duckdb"
	"github.com/debrief-dev/debrief/tag"
	"github.com/debrief-dev/debrief/ui"
)

// settings are what the pieces are made with.
type settings struct {
	data        string
	memoryLimit string
	proxies     []string // addresses or ranges whose X-Forwarded-* headers are believed
	log         *slog.Logger
	held        func(context.Context) error // called once the folder is ours, before anything in it is opened; may be nil
}

// stack is every piece, put together on one data folder.
type stack struct {
	folder   *folder
	control  control.Store
	store    store.Store
	journal  *journal.Journal
	door     *ingest.Door
	inbox    *ingest.Inbox
	analyzer *analyze.Analyzer
	server   *server.Server

	stopAnalysis context.CancelFunc
	analysis     sync.WaitGroup
}

// open takes the folder and starts everything on it but the listeners. What
// was opened is closed again when a later piece fails.
func open(ctx context.Context, s settings) (_ *stack, err error) {
	proxies, err := prefixes(s.proxies)
	if err != nil {
		return nil, err
	}
	k := &stack{}
	defer func() {
		if err != nil {
			err = errors.Join(err, k.close())
		}
	}()
	if k.folder, err = holdFolder(s.data); err != nil {
		return nil, err
	}
	if s.held != nil {
		if err = s.held(ctx); err != nil {
			return nil, err
		}
	}
	decisions, err := sqlite.Open(ctx, k.folder.file(controlFile))
	if err != nil {
		return nil, err
	}
	k.control = decisions
	events, err := duckdb.Open(ctx, duckdb.Options{Path: k.folder.file(eventsFile), MemoryLimit: s.memoryLimit, Now: time.Now, Texts: k.folder.file(searchFile)})
	if err != nil {
		return nil, err
	}
	k.store = events
	first, err := firstSegment(ctx, k.store)
	if err != nil {
		return nil, err
	}
	if k.journal, err = journal.Open(k.folder.file("journal"), journal.Options{First: first, SegmentBytes: segmentBytes}); err != nil {
		return nil, err
	}
	dashboard, err := ui.Files()
	if err != nil {
		return nil, fmt.Errorf("cannot read the dashboard's build: %w", err)
	}
	complain := func(err error) { s.log.ErrorContext(ctx, "background work failed", slog.Any("error", err)) }
	k.analyzer = analyze.New(analyze.Options{
		Store: k.store, Rules: k.control, Decisions: k.control, Kept: k.control, Now: time.Now, OnError: complain,
		GiveWay: func(ctx context.Context, most time.Duration) { k.door.GiveWay(ctx, most) }, // it is run below, when there is a door
	})
	k.door = ingest.Open(ingest.Options{ //nolint:contextcheck // it works until it is closed
		Journal: k.journal, Store: k.store, Rules: redact.DefaultRules(), Now: time.Now, OnFlush: k.analyzer.Wake, OnError: complain,
	})
	k.inbox = ingest.OpenInbox(k.control, redact.DefaultRules(), time.Now, complain) //nolint:contextcheck // it works until it is closed
	k.server = server.New(server.Options{                                            //nolint:contextcheck // requests bring their own context
		Door: k.door, Inbox: k.inbox, Analyzer: k.analyzer, Store: k.store, Control: k.control,
		Backup: []server.BackupPart{{Name: eventsFile, From: events}, {Name: controlFile, From: decisions}}, Now: time.Now, Log: s.log, Version: version(),
		Compact: []server.CompactPart{
			{Name: eventsFile, About: "events and what is derived from them", From: events},
			{Name: searchFile, About: "the index of texts", From: events.Texts()},
			{Name: "journal", About: "what waits to be stored, and what damage has kept of it", From: k.door},
			{Name: controlFile, About: "samples of Inbox health", From: decisions},
		},
		Tag: tag.Script(), TagETag: tag.ETag(), UI: dashboard, Proxies: proxies, PasswordCost: control.UsualPasswordCost,
	})
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	k.stopAnalysis = stop
	k.analysis.Go(func() { k.analyzer.Run(background) })
	k.analysis.Go(func() { k.server.KeepCompacted(background) })
	return k, nil
}

// segmentBytes is how large a segment of the journal may become: some 70,000
// events, which are in memory at once when they are stored.
const segmentBytes = 32 << 20

// prefixes reads a list of addresses and ranges.
func prefixes(list []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range list {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			var address netip.Addr
			if address, err = netip.ParseAddr(text); err != nil {
				return nil, usage("--proxies %q: name an address or a range, as in 10.0.0.0/8", text)
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		all = append(all, prefix)
	}
	return all, nil
}

// tokenReader is a store that knows the last token it was given.
type tokenReader interface {
	LastToken(ctx context.Context, prefix string) (string, error)
}

// firstSegment is one more than the highest journal segment the store knows,
// whole or damaged, so that a number never comes again even if the journal's
// folder was lost.
func firstSegment(ctx context.Context, s tokenReader) (uint64, error) {
	whole := strings.TrimSuffix(ingest.Token(0), "0")
	var first uint64
	for _, prefix := range []string{whole, ingest.DamagedPrefix + whole} {
		token, err := s.LastToken(ctx, prefix)
		if err != nil {
			return 0, err
		}
		if token == "" {
			continue
		}
		digits, _, _ := strings.Cut(strings.TrimPrefix(token, prefix), "-")
		number, err := strconv.ParseUint(digits, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("cannot read the last journal segment: %w", err)
		}
		first = max(first, number+1)
	}
	return first, nil
}

// close stores what waits and closes everything, in the reverse order.
func (k *stack) close() error {
	var all []error
	if k.inbox != nil {
		k.inbox.Close()
	}
	if k.door != nil {
		all = append(all, k.door.Close())
	} else if k.journal != nil {
		all = append(all, k.journal.Close())
	}
	if k.stopAnalysis != nil {
		k.stopAnalysis()
		k.analysis.Wait()
	}
	if k.store != nil {
		all = append(all, k.store.Close())
	}
	if k.control != nil {
		all = append(all, k.control.Close())
	}
	if k.folder != nil {
		all = append(all, k.folder.release())
	}
	return errors.Join(all...)
}

// inspectedStore is what can be told of a store without changing it.
type inspectedStore interface {
	store.Deriver
	store.Tail
	tokenReader
	Close() error
}

// inspectStore opens the folder's store for reading only; upgrade brings one of
// an earlier version up to date.
func inspectStore(ctx context.Context, f *folder, upgrade bool) (inspectedStore, error) {
	return duckdb.Open(ctx, duckdb.Options{Path: f.file(eventsFile), ReadOnly: !upgrade, Now: time.Now})
}

// openControl opens a control database, whose schema it brings up to date.
func openControl(ctx context.Context, path string) (control.Store, error) {
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// logger writes to standard error, as text for people or JSON for machines.
func logger(format, level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, usage("--log-level %q: use debug, info, warn or error", level)
	}
	options := &slog.HandlerOptions{Level: l}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(os.Stderr, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(os.Stderr, options)), nil
	default:
		return nil, usage("--log-format %q: use text or json", format)
	}
}
