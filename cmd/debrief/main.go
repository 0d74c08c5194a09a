// Command debrief collects what users ask a copilot and says how good it is.
// One file a subcommand; wire.go puts the pieces together; nothing here knows
// more than flags, environment, signals and exit codes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // 450 kB: slim containers have no time zones, and projects have

	"github.com/spf13/pflag"
)

// Exit codes.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

// errUsage wraps every complaint about how the command was called.
var errUsage = errors.New("usage")

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// command is one subcommand.
type command struct {
	name    string
	summary string // one line, for the list
	help    string // prose with examples
	flags   func(*pflag.FlagSet) func(ctx context.Context, io streams, args []string) error
}

func commands() []command {
	return []command{
		serveCommand(), demoCommand(), importCommand(), exportCommand(), reportCommand(), searchCommand(), rebuildCommand(),
		keysCommand(), userCommand(), backupCommand(), restoreCommand(), eraseCommand(), retentionCommand(), doctorCommand(), versionCommand(), docsCommand(),
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, streams{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:], os.LookupEnv)
	stop()
	os.Exit(code)
}

// run runs the command line and returns its exit code.
func run(ctx context.Context, io streams, args []string, env func(string) (string, bool)) int {
	written := &output{to: io.out}
	io.out = written
	code := dispatch(ctx, io, args, env)
	if written.err != nil && code == exitOK {
		fmt.Fprintf(io.err, "debrief: cannot write: %s\n", written.err)
		return exitError
	}
	return code
}

func dispatch(ctx context.Context, io streams, args []string, env func(string) (string, bool)) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		return help(io, args)
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(ctx, io, args[1:], env)
		}
	}
	fmt.Fprintf(io.err, "debrief: there is no command %q; `debrief help` lists them\n", args[0])
	return exitUsage
}

func (c *command) run(ctx context.Context, io streams, args []string, env func(string) (string, bool)) int {
	flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	flags.SetOutput(io.err)
	flags.SortFlags = false
	flags.Usage = func() {}
	do := c.flags(flags)
	err := flags.Parse(args)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		c.printHelp(io.out, flags)
		return exitOK
	case err == nil:
		err = fromEnvironment(flags, env)
	default:
		err = fmt.Errorf("%w: %w", errUsage, err)
	}
	if err == nil {
		err = do(ctx, io, flags.Args())
	}
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errUsage):
		fmt.Fprintf(io.err, "debrief %s: %s\nSee `debrief %s --help`.\n", c.name, strings.TrimPrefix(err.Error(), errUsage.Error()+": "), c.name)
		return exitUsage
	default:
		fmt.Fprintf(io.err, "debrief %s: %s\n", c.name, err)
		return exitError
	}
}

// usage is a complaint about how the command was called.
func usage(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errUsage, fmt.Sprintf(format, args...))
}

// variable is the environment variable of a flag: DEBRIEF_ and its name.
func variable(flag string) string {
	return "DEBRIEF_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnvironment sets the flags that the command line left alone.
func fromEnvironment(flags *pflag.FlagSet, env func(string) (string, bool)) error {
	var wrong error
	flags.VisitAll(func(f *pflag.Flag) {
		value, set := env(variable(f.Name))
		if !set || f.Changed || wrong != nil {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			wrong = usage("%s=%q: %s", variable(f.Name), value, err)
		}
	})
	return wrong
}

func help(io streams, args []string) int {
	if len(args) > 1 {
		for _, c := range commands() {
			if c.name == args[1] {
				flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
				flags.SortFlags = false
				c.flags(flags)
				c.printHelp(io.out, flags)
				return exitOK
			}
		}
	}
	printCommands(io.out)
	return exitOK
}

// printCommands says what there is.
func printCommands(w io.Writer) {
	fmt.Fprint(w, `Debrief is product analytics for AI copilots: it collects what users ask, what
the copilot answers, how it is rated and what it leads to, and says how good it
is, for whom, about what, and what to fix first.

To look around with a simulated product:

    debrief demo

To collect your own:

    debrief serve --data ./data

Commands:

`)
	for _, c := range commands() {
		fmt.Fprintf(w, "    %-10s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, `
`+"`debrief help COMMAND`"+` explains one. Every flag can also be set by the environment:
--memory-limit is DEBRIEF_MEMORY_LIMIT.
`)
}

func (c *command) printHelp(w io.Writer, flags *pflag.FlagSet) {
	fmt.Fprintf(w, "%s\n", strings.TrimSpace(c.help))
	if !flags.HasFlags() {
		return
	}
	fmt.Fprint(w, "\nFlags, and the environment variables that stand for them:\n\n")
	flags.VisitAll(func(f *pflag.Flag) {
		name := "--" + f.Name
		if f.Value.Type() != "bool" {
			name += " " + strings.ToUpper(f.Value.Type())
		}
		fmt.Fprintf(w, "    %s, %s\n        %s", name, variable(f.Name), f.Usage)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" {
			fmt.Fprintf(w, " (default %s)", f.DefValue)
		}
		fmt.Fprintln(w)
	})
}
