// Command bench measures how fast Debrief is: it starts the real binary on a
// folder of its own, loads it as senders and readers do, and holds what it
// measured against the bars of the design.
//
// The load generator runs on the same machine, in a process of its own, and
// takes a part of its cores: read every rate as one of a machine shared with
// its load. A rate is printed only after the server's own count of stored
// events was compared with what was sent.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"
)

// options are what the command line says.
type options struct {
	binary        string
	only          []string
	events        int           // of the burst
	pace          int           // events a second of the paced run
	conversations int           // of the data set that reports read
	connections   int           // of the single-event run
	last          time.Duration // of the timed runs
	sustain       time.Duration // length of the sustained run
	seed          uint64
	repeats       int      // of each report, after one that warms
	target        string   // another server to send the same load to
	headers       []string // for it, whole lines
	keep          string   // the folder that stays; empty for one that goes
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil && !errors.Is(err, pflag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	var o options
	flags := pflag.NewFlagSet("bench", pflag.ContinueOnError)
	flags.StringVar(&o.binary, "binary", "", "measure this binary; built from ./cmd/debrief by default")
	flags.StringSliceVar(&o.only, "only", nil, "measure only these: "+strings.Join(names(), ", "))
	flags.IntVar(&o.events, "events", 1_000_000, "events of the burst")
	flags.IntVar(&o.pace, "pace", 100_000, "events a second of the paced run, in batches of 1,000")
	flags.IntVar(&o.conversations, "conversations", 50_000, "conversations that reports read, about six events each")
	flags.IntVar(&o.connections, "connections", 64, "connections that post single events")
	flags.DurationVar(&o.last, "last", 10*time.Second, "length of each timed run")
	flags.DurationVar(&o.sustain, "sustain", 5*time.Minute, "length of the sustained run, which takes its rate from --pace")
	flags.Uint64Var(&o.seed, "seed", 1, "of the generated data")
	flags.IntVar(&o.repeats, "repeats", 5, "how often each report is asked, after once to warm")
	flags.StringVar(&o.target, "target", "", "measure this other server instead: the address at which it takes JSON lines over HTTP")
	flags.StringArrayVar(&o.headers, "header", nil, "a header for --target, as in 'Authorization: Bearer …'")
	flags.StringVar(&o.keep, "keep", "", "measure in this folder and leave it there, to be looked into")
	if err = flags.Parse(os.Args[1:]); err != nil {
		return err
	}
	dir, leave, err := o.folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, leave()) }()
	if o.binary == "" && o.target == "" {
		o.binary = filepath.Join(dir, "debrief")
		fmt.Fprintln(os.Stderr, "building …")
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", o.binary, "./cmd/debrief") //nolint:gosec // a folder of ours
		build.Stderr = os.Stderr
		if err = build.Run(); err != nil {
			return fmt.Errorf("cannot build: %w", err)
		}
	}
	b := &bench{options: o, dir: dir, began: time.Now(), load: loadAverage()}
	for _, m := range measurements() {
		if !o.wants(m.name) {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s …\n", m.name)
		if err = m.do(b, ctx); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	b.print(os.Stdout)
	return nil
}

// measurement is one thing that can be measured by itself.
type measurement struct {
	name string
	do   func(*bench, context.Context) error
}

func measurements() []measurement {
	return []measurement{
		{"steps", (*bench).steps},
		{"burst", (*bench).burst},
		{"paced", (*bench).paced},
		{"single", (*bench).single},
		{"fresh", (*bench).fresh},
		{"history", (*bench).history},
		{reportsAgain, (*bench).again},
		{sustainedRun, (*bench).sustained},
		{targetRun, (*bench).elsewhere},
	}
}

func names() (list []string) {
	for _, m := range measurements() {
		list = append(list, m.name)
	}
	return list
}

// folder is where to measure, and what to do with it afterwards.
func (o *options) folder() (dir string, leave func() error, err error) {
	if o.keep != "" {
		return o.keep, func() error { return nil }, os.MkdirAll(o.keep, 0o700)
	}
	dir, err = os.MkdirTemp("", "debrief-bench-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

func (o *options) wants(name string) bool {
	if o.target != "" || name == targetRun {
		return o.target != "" && name == targetRun
	}
	return slices.Contains(o.only, name) || (len(o.only) == 0 && name != reportsAgain && name != sustainedRun)
}

// bench gathers figures.
type bench struct {
	options
	dir     string
	began   time.Time
	load    string // of the machine at the start
	figures []figure
}

// loadAverage is the machine's over one and five minutes: more than its cores
// says that others are at work and that times are worth little.
func loadAverage() string {
	b, err := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(b))
	if err != nil || len(fields) < 2 {
		return "unknown"
	}
	return fields[0] + " " + fields[1]
}

// machine says what the figures were measured on.
func (b *bench) machine() string {
	model := "unknown processor"
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, rest, ok := strings.Cut(string(info), "model name\t: "); ok {
			model, _, _ = strings.Cut(rest, "\n")
		}
	}
	return fmt.Sprintf("%d cores (%s), %s/%s, %s; load generator on the same machine; load average %s before, %s after",
		runtime.NumCPU(), model, runtime.GOOS, runtime.GOARCH, runtime.Version(), b.load, loadAverage())
}
